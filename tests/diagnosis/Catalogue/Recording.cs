using System.Globalization;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>A recorded Nix: programs that say again, call by call, what it said.</summary>
internal sealed class Recording : IDisposable
{
    // Never written while tests run: another test that starts a program at that moment would make it "busy".
    private static readonly string Script = Path.Combine(TestContext.CurrentContext.TestDirectory, "Catalogue", "replay.sh");

    public static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "recorded");

    private Recording(string file, string root)
    {
        Programs = Directory.CreateTempSubdirectory("vmtest-replay-").FullName;
        Store = Directory.CreateDirectory(Path.Combine(Programs, "root")).FullName;
        Unpack(file, root);
        File.WriteAllText(Path.Combine(Programs, "number"), "0");
        foreach (var program in (string[])["nix", "nix-store"])
        {
            File.CreateSymbolicLink(Path.Combine(Programs, program), Script);
        }
    }

    public string Programs { get; }

    /// <summary>The folder that stands for the root of the machine on which it was recorded.</summary>
    public string Store { get; }

    public static Recording Open(string version, CaseFolder folder) =>
        new(Path.Combine(Folder, version, folder.Case.Name + ".txt"), folder.Root);

    public void Dispose() => Directory.Delete(Programs, recursive: true);

    private void Unpack(string file, string root)
    {
        var call = -1;
        string? derivation = null;
        foreach (var line in CaseFolder.Fill(File.ReadAllText(file), root).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("--- exit ", StringComparison.Ordinal))
            {
                call++;
                foreach (var part in (string[])["out", "err"])
                {
                    File.WriteAllText(At(call, part), string.Empty);
                }

                File.WriteAllText(At(call, "code"), line["--- exit ".Length..]);
            }
            else if (line.StartsWith("--- derivation ", StringComparison.Ordinal))
            {
                derivation = Store + line["--- derivation ".Length..];
                Directory.CreateDirectory(Path.GetDirectoryName(derivation)!);
            }
            else if (line.StartsWith("d ", StringComparison.Ordinal))
            {
                File.WriteAllText(derivation!, line[2..]);
            }
            else
            {
                File.AppendAllText(At(call, line[0] == 'o' ? "out" : "err"), line[2..] + "\n");
                if (line.StartsWith("o /nix/store/", StringComparison.Ordinal))
                {
                    MakeScript(line[2..]);
                }
            }
        }
    }

    /// <summary>What a build gave was on the machine that it was recorded on: here a script stands for it.</summary>
    private void MakeScript(string output)
    {
        if (output.EndsWith("-vm", StringComparison.Ordinal))
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Store + output + "/bin").FullName, "run-recorded-vm"), string.Empty);
        }
    }

    private string At(int call, string part) => Path.Combine(Programs, string.Create(CultureInfo.InvariantCulture, $"{call}.{part}"));
}
