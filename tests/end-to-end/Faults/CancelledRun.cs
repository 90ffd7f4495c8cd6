using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Faults;

/// <summary>Runs that can be caught in each phase.</summary>
internal static class CancelledRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static readonly string[] Phases = ["preflight", "evaluate", "build", "install", "boot", "runtime"];

    /// <summary>Starts a run and waits until the program runs that the phase waits for.</summary>
    public static async Task<Host> ReachAsync(Workplace workplace, string phase)
    {
        if (phase == "preflight")
        {
            return await HeldInPreflightAsync(workplace);
        }

        var (_, program) = phase switch
        {
            "evaluate" => (workplace.WithHosts(("slow", Modules.SlowEvaluation)), "nix"),
            "build" => (workplace.WithHosts(("slow", Modules.SlowBuild)), "sleep 600"),
            "install" => (workplace.WithFlake(Modules.SlowInstallFlake), "sleep 600"),
            _ => (workplace.WithHosts(("healthy", Modules.Healthy)), "qemu-system"),
        };
        var host = Host.Start(workplace, "--accel=tcg");
        await host.PhaseBegunAsync(phase, phase is "evaluate" ? "slow" : null);
        await host.StartsAsync(program);
        return host;
    }

    /// <summary>
    /// Preflight is over at once where nothing holds it: a nix before the real one says that it was called, and answers
    /// nothing.
    /// </summary>
    private static async Task<Host> HeldInPreflightAsync(Workplace workplace)
    {
        var programs = Directory.CreateDirectory(Path.Combine(workplace.Flake, "bin")).FullName;
        var called = Path.Combine(programs, "called");
        Shell.Run("mkfifo", called);
        // Written by another program: a file that this one holds open could not be started by a child that inherits it.
        Shell.Run("sh", "-c", "printf '#!/bin/sh\\necho called >\"%s\"\\nexec sleep 300\\n' \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh",
            called, Path.Combine(programs, "nix"));
        var environment = new Dictionary<string, string?> { ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" };
        var host = Host.Start(workplace, environment, "--accel=tcg");
        await host.PhaseBegunAsync("preflight");
        await Task.Run(() => File.ReadAllText(called)).WaitAsync(Patience);
        return host;
    }
}
