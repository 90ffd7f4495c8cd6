using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>How the program was called: <c>./build.sh</c>, <c>vmtest</c>, or by its path.</summary>
internal static class CalledAs
{
    /// <summary>What a script that starts the program in its own place was called as.</summary>
    public const string Variable = "VMTEST_CALLED_AS";

    /// <summary>The program as a shell of the caller finds it.</summary>
    /// <param name="script">The value of <see cref="Variable"/>; null where no script started the program.</param>
    /// <param name="program">The program's own file.</param>
    /// <param name="searchPath">PATH.</param>
    public static string Program(string? script, string program, string? searchPath)
    {
        if (!string.IsNullOrEmpty(script))
        {
            return script;
        }

        var name = Path.GetFileName(program);
        var first = (searchPath ?? string.Empty).Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, name))).FirstOrDefault(file => file.Exists);
        var found = first?.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? first?.FullName;
        return found == program ? name : program;
    }

    /// <summary>The command line of this process, for a POSIX shell.</summary>
    public static string Command(string[] arguments)
    {
        var program = Program(
            Environment.GetEnvironmentVariable(Variable), Environment.ProcessPath!, Environment.GetEnvironmentVariable("PATH"));
        return string.Join(' ', arguments.Prepend(program).Select(ShellWord.OfArgument));
    }
}
