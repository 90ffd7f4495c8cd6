using System.Globalization;
using System.Text;
using VmTest.Model;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Reports.Rendering;

/// <summary>Boots and runs to be drawn.</summary>
internal static class Pages
{
    public static readonly BootReport Boot = Samples.Boot with
    {
        ReadyAfterMs = 12_000,
        GuestClockMs = 1500,
        Milestones = [new("firmware", 200), new("loader", 900), new("kernel", 1500), new("initrd", 3500), new("userspace", 5000),
            new("default target", 11_900)],
        Timeline =
        [
            Unit("systemd-journald.service", 5100, 6200, critical: true),
            Unit("-.mount", 5100, 5101),
            new TimelineUnit { Unit = "modprobe@fuse.service", StartMs = 5200, EndMs = 5900, State = TimelineState.Finished },
            Unit("a-service-with-a-name-that-is-much-too-long-for-the-place-where-it-is-shown.service", 6000, 6900),
            Unit("systemd-udevd.service", 6300, 8000, critical: true),
            new TimelineUnit { Unit = "nginx.service", StartMs = 8100, EndMs = 9700, State = TimelineState.Failed },
            new TimelineUnit { Unit = "hung.service", StartMs = 8200, State = TimelineState.Starting },
            Unit("sshd.service", 8050, 11_800, critical: true),
            Unit("multi-user.target", 11_900, 11_900, critical: true),
        ],
    };

    public static BootReport WithUnits(int count) => Boot with
    {
        Timeline = [.. Enumerable.Range(0, count).Select(
            index => Unit($"unit-{index:000}.service", 5000 + (13 * index), 5000 + (13 * index) + (index * 97 % 4000), index % 11 == 0))],
    };

    /// <summary>
    /// A failed run with the files that it left in a folder, in which a text stands wherever another program's words can
    /// stand.
    /// </summary>
    public static Report Hostile(TemporaryFolder folder, string text)
    {
        var boot = Boot with
        {
            DefaultTarget = text,
            SystemState = text,
            Adjustments = [text],
            Milestones = [.. Boot.Milestones, new Milestone(text, 11_950)],
            Timeline = [.. Boot.Timeline, Unit(text, 6000, 7000)],
            Units = Samples.Boot.Units! with { Pending = [new PendingUnit { Unit = text, Job = text, WaitsFor = text, SinceMs = 10 }] },
        };
        Write(folder, [text, "other.service"], [$"[    1.000] {text}"]);
        var failure = Samples.Failure with
        {
            Message = text,
            Host = text,
            Hint = text,
            Excerpt = [text],
            Subject = new Subject(SubjectKind.Unit, text),
            Location = new SourceLocation(text, 1, 2),
            Log = new LogReference(text, 1, 2),
        };
        return SampleReports.UnitFailed with
        {
            Failures = [failure, failure with { Fingerprint = "0123456789abcdef" }],
            Warnings = [failure with { CausedBy = text }],
            Run = SampleReports.UnitFailed.Run with
            {
                Flake = new FlakeFacts(text, text, text),
                Target = text,
                Git = new GitFacts(text,
                text, true)
            },
            Hosts = [SampleReports.UnitFailed.Hosts[0] with { Name = text, Boot = boot, Artifacts = Artifacts,
                System = new SystemFacts { Toplevel = text, Kernel = text, NixosVersion = text, Systemd = text } }],
            Cleanup = Samples.Receipt with { Leaked = [text] },
        };
    }

    /// <summary>An ordinary failed run.</summary>
    public static Report Ordinary(TemporaryFolder folder)
    {
        Write(folder, ["sshd.service", "systemd-journald.service", "web.socket"],
        [
            "[    0.200] SeaBIOS (version 1.16.2)", "[    5.000] Welcome to NixOS 26.11!",
            "[    9.700] [FAILED] Failed to start nginx.service - Web server.",
            "[   11.900] [  OK  ] Reached target multi-user.target - Multi-User System.",
        ]);
        return SampleReports.UnitFailed with
        {
            Hosts = [SampleReports.UnitFailed.Hosts[0] with { Boot = Boot, Artifacts = Artifacts, System = Samples.System },
                SampleReports.UnitFailed.Hosts[1]],
        };
    }

    /// <summary>A failed run whose names, places and reasons are as long as real ones get.</summary>
    public static Report LongWinded(TemporaryFolder folder)
    {
        const string store = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-web-25.11.20260101.0123456789abcdef";
        var report = Ordinary(folder);
        var host = report.Hosts[0];
        return report with
        {
            Hosts =
            [
                host with
                {
                    Name = "a-host-whose-name-is-as-long-as-a-label-of-the-dns-may-be-63-letters",
                    System = Samples.System with { Toplevel = store },
                    Install = Samples.Install with
                    {
                        Reused = true,
                        Reason = "its configuration takes its file systems from disko, and the image is the one of the run before",
                    },
                    Boot = Boot with
                    {
                        Adjustments = ["emulated CPU without cx16 and la57: QEMU 7.2 runs programs wrongly with them",
                            "no graphical console: the host has no display manager"],
                    },
                },
                .. report.Hosts.Skip(1),
            ],
            Run = report.Run with
            {
                Flake = new FlakeFacts($"git+file://{store}?ref=refs/heads/a-branch-with-a-long-name&dir=hosts", new string('a', 40),
                    new string('b', 40)),
            },
            Failures = [.. report.Failures.Select(failure => failure with
            {
                Message = $"{store}/bin/a-program-with-a-long-name of a-unit-with-a-name-that-is-long@instance.service is missing.",
                Excerpt = [new string('x', 400), "short"],
                Location = new SourceLocation("modules/services/a-folder/with/many/levels/and/a-file-with-a-long-name.nix", 120, 14),
            })],
        };
    }

    /// <summary>A run with as much of everything as there can be.</summary>
    public static Report Large(TemporaryFolder folder, int hosts)
    {
        Write(folder, [.. Enumerable.Range(0, 3000).Select(index => $"unit-{index}.service")],
            [.. Enumerable.Range(0, 20_000).Select(
                index => string.Create(
                    CultureInfo.InvariantCulture, $"[{index / 10.0,9:0.000}] <<<&&& line {index} {new string('<', 100)}"))]);
        var host = SampleReports.UnitFailed.Hosts[0] with { Boot = WithUnits(500), Artifacts = Artifacts };
        return SampleReports.UnitFailed with
        {
            Hosts = [.. Enumerable.Range(0, hosts).Select(index => host with { Name = $"host{index}" })],
            Failures = [.. Enumerable.Range(0, 500).Select(
                index => Samples.Failure with { Excerpt = [.. Enumerable.Repeat(new string('&', 2000), 30)],
                    Fingerprint = $"{index:x16}" })],
        };
    }

    private static Dictionary<string, string> Artifacts =>
        new()
        {
            ["console"] = "web/console.log",
            ["units"] = "web/units.json",
            ["screenshot"] = "web/screenshot.png",
            ["missing"] = "web/missing.log"
        };

    private static TimelineUnit Unit(string name, long start, long active, bool critical = false) =>
        new() { Unit = name, StartMs = start, ActiveMs = active, State = TimelineState.Active, Critical = critical };

    private static void Write(TemporaryFolder folder, string[] units, string[] console)
    {
        var dump = units.Select((name, index) => new Dictionary<string, string>
        {
            ["Id"] = name,
            ["ActiveState"] = index == 1 ? "failed" : "active",
            ["SubState"] = name,
            ["Result"] = name,
            ["InactiveExitTimestampMonotonic"] = "1000000",
            ["ActiveEnterTimestampMonotonic"] = "2000000",
        });
        folder.Write("web/units.json", Written(Newtonsoft.Json.JsonConvert.SerializeObject(dump)));
        folder.Write("web/console.log", Written(string.Join('\n', console) + "\n"));
        File.WriteAllBytes(folder.Write("web/screenshot.png", string.Empty),
            Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
    }

    /// <summary>Halves of characters do not come to a file.</summary>
    private static string Written(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
