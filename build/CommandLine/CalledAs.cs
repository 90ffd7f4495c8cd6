using VmTest.Supervision;
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
    /// <param name="find">Finds a program by its name as a shell does.</param>
    public static string Program(string? script, string program, Func<string, string?> find)
    {
        var called = string.IsNullOrEmpty(script) ? program : script;
        var name = Path.GetFileName(called);
        return Path.IsPathRooted(called)
            && find(name) is { } first && (File.ResolveLinkTarget(first, returnFinalTarget: true)?.FullName ?? first) == called
            ? name
            : called;
    }

    /// <summary>The command line of this process, for a POSIX shell.</summary>
    public static string Command(string[] arguments)
    {
        var program = Program(Environment.GetEnvironmentVariable(Variable), Environment.ProcessPath!, Executables.Find);
        return string.Join(' ', arguments.Prepend(program).Select(ShellWord.OfArgument));
    }
}
