using System.Text;
using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.CommandLine;

/// <summary>What <c>--help</c> prints: every target, argument, default, exit code, and examples.</summary>
internal static class HelpText
{
    private const int NameWidth = 30;

    private static readonly (string Argument, string Description)[] CakeArguments =
    [
        ("--target=NAME", "What to do; see the targets above."),
        ("--exclusive", "Only the target itself, without what it depends on."),
        ("--dryrun", "Print the tasks in order and run none."),
        ("--tree", "Print the targets as a tree."),
        ("--description", "Print the targets with their descriptions."),
        ("--verbosity=LEVEL", "quiet (verdict, first failure and report), minimal (a line per phase, the failures),"),
        ("", "normal (default), verbose or diagnostic."),
        ("--version, --info", "This program's version; Cake's."),
        ("--explain=CODE", "What a failure code means and what to do, for example --explain=boot.timeout."),
        ("--help", "This text."),
    ];

    private static readonly (string Command, string Meaning)[] Examples =
    [
        ("./build.sh --target=Demo", "try it: tests a small systemd guest made of Debian packages"),
        ("./build.sh --target=Demo --host=server,desktop", "the same with a desktop beside it, and a picture of its login screen"),
        ("./build.sh --flake=. --host=web", "test the host web of the flake in this folder"),
        ("./build.sh --target=FlakeCheck", "only evaluate: the fastest answer after an edit"),
        ("./build.sh --target=BootWatch --require-unit=sshd.service,nginx.service", "the boot must bring up both"),
        ("./build.sh --install=direct", "the fast loop: no installation, no firmware, no boot loader"),
        ("./build.sh --accel=auto --boot-timeout=600", "run where KVM may be missing"),
        ("./build.sh --target=Teardown", "clean up after a killed run"),
    ];

    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCodes.Success, "success"),
        (ExitCodes.Internal, "the tool itself broke"),
        (ExitCodes.Usage, "usage error, or a host that the flake lacks"),
        (ExitCodes.Of(Phase.Preflight), "preflight failed"),
        (ExitCodes.Of(Phase.Evaluate), "evaluate failed"),
        (ExitCodes.Of(Phase.Build), "build failed"),
        (ExitCodes.Of(Phase.Install), "install failed"),
        (ExitCodes.Of(Phase.Boot), "boot failed"),
        (ExitCodes.Of(Phase.Runtime), "runtime failed"),
        (ExitCodes.OfSignal(Signals.Interrupt), "cancelled by SIGINT (129 SIGHUP, 143 SIGTERM)"),
    ];

    public static string Render()
    {
        var text = new StringBuilder();
        text.AppendLine(
            "vmtest: tells whether a NixOS configuration works, by building it, installing it and booting it in a virtual machine.")
            .AppendLine()
            .AppendLine("usage: ./build.sh [--target=NAME] [--name=value …]")
            .AppendLine()
            .AppendLine("Targets");
        foreach (var (name, description) in Targets.All)
        {
            Row(text, name, description);
        }

        text.AppendLine().AppendLine("Arguments");
        foreach (var option in OptionCatalogue.All)
        {
            Row(text, option.Value is null ? $"--{option.Name}" : $"--{option.Name}={option.Value}", option.Description);
            Row(text, string.Empty,
                option.Default is null ? $"Example: {option.Example}" : $"Default: {option.Default}. Example: {option.Example}");
        }

        text.AppendLine().AppendLine("Cake's arguments");
        foreach (var (argument, description) in CakeArguments)
        {
            Row(text, argument, description);
        }

        text.AppendLine().AppendLine("Examples");
        foreach (var (command, meaning) in Examples)
        {
            text.Append("  ").AppendLine(command).Append("      ").AppendLine(meaning);
        }

        text.AppendLine().AppendLine("Exit codes");
        foreach (var (code, meaning) in Codes)
        {
            text.AppendLine($"  {code,-4} {meaning}");
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, string description)
    {
        if (name.Length >= NameWidth)
        {
            text.Append("  ").AppendLine(name);
            name = string.Empty;
        }

        text.Append("  ").Append(name.PadRight(NameWidth)).AppendLine(description);
    }
}
