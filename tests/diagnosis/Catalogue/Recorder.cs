using System.Text;
using System.Text.RegularExpressions;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Writes down what a Nix says to a case, call by call, so that it can be replayed where that version is not.</summary>
internal sealed partial class Recorder : IDisposable
{
    // Runs the real program and keeps what it says; the log must arrive as it comes, for it can end the program.
    private const string Script = """
        #!/bin/sh
        calls=$(dirname "$0")
        number=$(ls "$calls" | grep -c '\.err$')
        mkfifo "$calls/$number.pipe"
        tee "$calls/$number.err" <"$calls/$number.pipe" >&2 &
        "{0}" "$@" >"$calls/$number.out" 2>"$calls/$number.pipe"
        code=$?
        wait
        echo "$code" >"$calls/$number.code"
        cat "$calls/$number.out"
        exit "$code"

        """;

    private readonly CatalogueCase each;
    private readonly string version;

    private Recorder(CatalogueCase each, string programs)
    {
        this.each = each;
        version = Path.GetFileName(programs);
        Programs = Directory.CreateTempSubdirectory("vmtest-record-").FullName;
        foreach (var program in (string[])["nix", "nix-store"])
        {
            var path = Path.Combine(Programs, program);
            File.WriteAllText(path, Script.Replace("{0}", Path.Combine(programs, program), StringComparison.Ordinal));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Programs { get; }

    public static Recorder? For(CatalogueCase each, string programs) => each["replay"] == "no" ? null : new Recorder(each, programs);

    public void Save(CaseResult result)
    {
        var text = new StringBuilder();
        var derivations = new SortedSet<string>(StringComparer.Ordinal);
        for (var call = 0; File.Exists(Path.Combine(Programs, $"{call}.err")); call++)
        {
            var code = Path.Combine(Programs, $"{call}.code");
            text.Append("--- exit ").AppendLine(File.Exists(code) ? File.ReadAllText(code).Trim() : "1");
            Append("o ", Path.Combine(Programs, $"{call}.out"));
            Append("e ", Path.Combine(Programs, $"{call}.err"));
        }

        foreach (var path in derivations.Where(File.Exists))
        {
            text.Append("--- derivation ").AppendLine(path).Append("d ").AppendLine(File.ReadAllText(path).ReplaceLineEndings(" "));
        }

        var root = RootFolder().Match(result.Console + text) is { Success: true } match ? match.Value : "/no-root";
        var folder = Directory.CreateDirectory(Path.Combine(Source(), version)).FullName;
        File.WriteAllText(Path.Combine(folder, each.Name + ".txt"), CaseFolder.Empty(text.ToString(), root));

        void Append(string prefix, string file)
        {
            foreach (var line in File.ReadLines(file).Where(line => !Chatter().IsMatch(line)))
            {
                text.Append(prefix).AppendLine(line);
                foreach (Match derivation in Derivation().Matches(line))
                {
                    derivations.Add(derivation.Value);
                }
            }
        }
    }

    public void Dispose() => Directory.Delete(Programs, recursive: true);

    /// <summary>The folder in the repository: recordings are kept with the cases.</summary>
    private static string Source()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VmTest.DiagnosisTests.csproj")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("the tests' own folder"), "recorded");
    }

    // Progress and activities other than builds are the same everywhere and would fill the files.
    [GeneratedRegex("""^@nix \{"action":"(?:stop|result".*"type":10[56]|start".*"type":(?!105))""")]
    private static partial Regex Chatter();

    [GeneratedRegex(@"/nix/store/[0-9a-z]{32}-[\w.+?=-]+\.drv")]
    private static partial Regex Derivation();

    [GeneratedRegex(@"/[\w/.-]*/vmtest-case-\w+")]
    private static partial Regex RootFolder();
}
