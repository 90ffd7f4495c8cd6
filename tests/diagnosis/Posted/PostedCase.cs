namespace VmTest.DiagnosisTests.Posted;

/// <summary>Output that a program really printed somewhere, and what has to be said of it; see the note beside the cases.</summary>
/// <param name="Group">The file that it stands in.</param>
/// <param name="Name">What happens.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Subject">What fails, by name; empty where nothing has a name.</param>
/// <param name="Word">What the message has to say.</param>
/// <param name="Hint">What the hint has to say; empty where only the output itself says what to do.</param>
/// <param name="End">What ends a boot's wait where no line does.</param>
/// <param name="Text">The output.</param>
internal sealed record PostedCase(
    string Group, string Name, string Code, string Subject, string Word, string Hint, string End, string Text)
{
    /// <summary>Cases of a folder of one's own, to try them before there are rules for them.</summary>
    private const string FolderVariable = "VMTEST_POSTED";

    private const string Heading = "== ";

    public static IEnumerable<PostedCase> All(params string[] groups)
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)
            ?? Path.Combine(TestContext.CurrentContext.TestDirectory, "posted");
        foreach (var group in groups)
        {
            var file = Path.Combine(folder, $"{group}.txt");
            foreach (var part in $"\n{File.ReadAllText(file)}".Split($"\n{Heading}", StringSplitOptions.RemoveEmptyEntries))
            {
                var lines = part.Split('\n', 2);
                var words = lines[0].Split('|', StringSplitOptions.TrimEntries);
                yield return new PostedCase(group, words[0], words[1], words[2], words[3], words.ElementAtOrDefault(4) ?? string.Empty,
                    words.ElementAtOrDefault(5) ?? string.Empty, $"{lines[1].TrimEnd('\n')}\n");
            }
        }
    }

    public override string ToString() => Name;
}
