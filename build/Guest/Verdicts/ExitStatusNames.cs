namespace VmTest.Guest.Verdicts;

/// <summary>systemd's names for the exit statuses by which it tells that a program could not be executed (systemd.exec(5)).</summary>
internal static class ExitStatusNames
{
    private static readonly Dictionary<int, (string Name, string Hint)> Known = new()
    {
        [200] = ("CHDIR", "its WorkingDirectory= does not exist"),
        [203] = ("EXEC", "the program of its ExecStart= does not exist, is not executable, or lacks its interpreter"),
        [216] = ("GROUP", "its Group= does not exist"),
        [217] = ("USER", "its User= does not exist"),
        [226] = ("NAMESPACE", "a path that its sandbox names does not exist"),
        [243] = ("CREDENTIALS", "a file that LoadCredential= names does not exist"),
    };

    /// <summary><c>203/EXEC</c>, or the number alone.</summary>
    public static string Text(int status) => Known.TryGetValue(status, out var known) ? $"{status}/{known.Name}" : $"{status}";

    /// <summary>What it means for the configuration; null where systemd gives it no meaning.</summary>
    public static string? Hint(int status) => Known.TryGetValue(status, out var known) ? known.Hint : null;
}
