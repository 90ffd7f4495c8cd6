using System.Diagnostics;

namespace VmTest.UnitTests.Support;

/// <summary>Somebody else on the same machine. Files are given to them, which takes root.</summary>
internal static class SecondUser
{
    // No user has it; the kernel does not mind.
    private const string Id = "54321";

    /// <summary>Gives them a file, or a folder with all that is in it.</summary>
    public static void Own(string path)
    {
        Root.Needed("give files to another user");
        using var process = Process.Start("chown", ["-hR", Id, path]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
