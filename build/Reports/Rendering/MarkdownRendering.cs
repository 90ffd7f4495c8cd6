using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>The report for people, as Markdown.</summary>
internal static class MarkdownRendering
{
    public static string Render(Report report)
    {
        var text = new StringBuilder();
        text.Append("# VM test: ").AppendLine(EnumText.Lower(report.Status)).AppendLine();
        text.AppendLine(Headline(report)).AppendLine();
        if (ComparisonWords.Headline(report) is { } compared)
        {
            text.AppendLine(Escape(compared)).AppendLine();
        }

        Hosts(text, report);
        Fleet(text, report);
        Section(text, "Failures", report.Failures);
        Section(text, "Warnings", report.Warnings);
        foreach (var host in report.Hosts.Where(host => host.Comparison is not null))
        {
            Compared(text, host);
        }

        foreach (var host in report.Hosts.Where(host => host.Install is not null))
        {
            Install(text, host);
        }

        foreach (var host in report.Hosts.Where(host => host.Boot is not null))
        {
            Boot(text, host, new UnitRemarks(report, host.Name));
        }

        Usage(text, report);
        Again(text, report);
        Facts(text, report);
        return text.ToString();
    }

    /// <summary>The whole run in one sentence of plain text.</summary>
    internal static string Headline(Report report) => report.Status switch
    {
        RunStatus.Success =>
            $"Target {report.Run.Target} passed for {Count(report.Hosts.Count, "host")} in {Duration.Text(report.Run.DurationMs ?? 0)}.",
        RunStatus.Cancelled => $"The run was cancelled after {Duration.Text(report.Run.DurationMs ?? 0)}.",
        _ => $"{Failed(report)} {(report.FailedPhase is { } phase ? $"in phase {EnumText.Lower(phase)}" : "in the tool itself")} after "
            + $"{Duration.Text(report.Run.DurationMs ?? 0)} (exit code {report.ExitCode}).",
    };

    private static string Failed(Report report)
    {
        var failed = report.Hosts.Count(host => host.Status == RunStatus.Failure);
        return report.Hosts.Count > 1 && failed > 0
            ? $"{failed} of {report.Hosts.Count} hosts failed{(failed > 1 ? ", the first" : string.Empty)}"
            : "Failed";
    }

    private static void Hosts(StringBuilder text, Report report)
    {
        var columns = report.Phases.Select(phase => phase.Name).ToList();
        text.Append("| host |").AppendJoin('|', columns.Select(phase => $" {EnumText.Lower(phase)} ")).AppendLine("|");
        text.Append("|---|").AppendJoin('|', columns.Select(_ => "---")).AppendLine("|");
        foreach (var (name, phases) in Rows(report))
        {
            text.Append("| ").Append(name).Append(" |").AppendJoin('|', phases.Select(Cell)).AppendLine("|");
        }

        text.AppendLine();
    }

    private static void Fleet(StringBuilder text, Report report)
    {
        if (!FleetTable.IsOf(report))
        {
            return;
        }

        text.Append("| ").AppendJoin(" | ", FleetTable.Columns).AppendLine(" |");
        text.Append('|').AppendJoin('|', FleetTable.Columns.Select(_ => "---")).AppendLine("|");
        foreach (var host in report.Hosts)
        {
            text.Append("| ").AppendJoin(" | ", FleetTable.Cells(host).Prepend(host.Name).Select(Escape)).AppendLine(" |");
        }

        text.AppendLine();
    }

    private static void Compared(StringBuilder text, HostReport host)
    {
        var comparison = host.Comparison!;
        text.Append("## What changed for ").AppendLine(Escape(host.Name)).AppendLine();
        text.AppendLine(Escape(comparison.Summary)).AppendLine();
        foreach (var (name, value) in ComparisonWords.Facts(comparison))
        {
            text.Append("- ").Append(name).Append(": ").AppendLine(Escape(value));
        }

        text.AppendLine();
    }

    private static IEnumerable<(string Name, IReadOnlyList<PhaseReport> Phases)> Rows(Report report) => report.Hosts.Count > 0
        ? report.Hosts.Select(host => (Escape(host.Name), host.Phases))
        : [("(all)", report.Phases)];

    private static string Cell(PhaseReport phase)
    {
        var time = phase.DurationMs is { } milliseconds ? $" {Duration.Text(milliseconds)}" : string.Empty;
        return phase.Status == PhaseStatus.Skipped ? " – " : $" {EnumText.Lower(phase.Status)}{time} ";
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<Failure> failures)
    {
        if (failures.Count == 0)
        {
            return;
        }

        text.Append("## ").AppendLine(title).AppendLine();
        foreach (var failure in failures)
        {
            var host = failure.Host is null ? string.Empty : $" ({Escape(failure.Host)})";
            text.Append("### `").Append(failure.Code).Append('`').AppendLine(host).AppendLine();
            text.AppendLine(Escape(failure.Message)).AppendLine();
            if (failure.Allowed == true)
            {
                text.AppendLine(Words.Allowed).AppendLine();
            }

            if (failure.Repetition is { } repetition)
            {
                text.AppendLine(Escape(ComparisonWords.Again(repetition, failure.Host))).AppendLine();
            }

            if (failure.Location is { } place)
            {
                text.Append("Place: ").AppendLine(Code(place.ToString())).AppendLine();
            }

            foreach (var related in failure.Related ?? [])
            {
                text.Append("See also: ").Append(Code(related.ToString())).Append(' ').AppendLine(Escape(related.What)).AppendLine();
            }

            if (failure.Excerpt.Count > 0)
            {
                // Indented code ends with the indentation: no content can close it early.
                failure.Excerpt.ToList().ForEach(line => text.Append("    ").AppendLine(Sanitizer.Line(line)));
                text.AppendLine();
            }

            if (failure.Consequences is { } count)
            {
                text.Append(Consequences.Text(count)).AppendLine(".").AppendLine();
            }

            if (failure.Hint is { } hint)
            {
                text.Append("Next: ").AppendLine(Escape(hint)).AppendLine();
            }

            if (failure.Log is { } log)
            {
                text.Append("Log: ").AppendLine(Code(log.Path)).AppendLine();
            }
        }
    }

    private static void Install(StringBuilder text, HostReport host)
    {
        var install = host.Install!;
        text.Append("## Disk of ").AppendLine(Escape(host.Name)).AppendLine();
        text.Append(InstallWords.Summary(install)).Append(": ").Append(Escape(install.Reason)).AppendLine(".").AppendLine();
        if (install.Steps.Count > 0)
        {
            text.AppendJoin(", ", install.Steps.Select(step => $"{step.Step.Name()} {Duration.Text(step.DurationMs)}")).AppendLine(".")
                .AppendLine();
        }

        if (InstallWords.Forecast(install) is { } forecast)
        {
            text.Append("Space: ").Append(Escape(forecast)).AppendLine(".").AppendLine();
        }
    }

    private static void Boot(StringBuilder text, HostReport host, UnitRemarks remarks)
    {
        var boot = host.Boot!;
        text.Append("## Boot of ").AppendLine(Escape(host.Name)).AppendLine();
        var parts = new (string Name, long? Value)[]
        {
            ("ready after", boot.ReadyAfterMs), ("firmware", boot.FirmwareMs), ("loader", boot.LoaderMs),
            ("kernel", boot.KernelMs), ("initrd", boot.InitrdMs), ("userspace", boot.UserspaceMs),
        };
        text.AppendJoin(
            ", ", parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {Duration.Text(part.Value!.Value)}"));
        text.AppendLine().AppendLine();
        if (Words.ClockError(boot) is { } error)
        {
            text.Append("Times of the guest: ").Append(error).AppendLine(".").AppendLine();
        }

        if (boot.Units is { } units)
        {
            text.AppendLine($"{units.Active} units active, {Words.Failed(units)}, {units.Pending.Count} pending.").AppendLine();
            foreach (var unit in units.Failed)
            {
                text.Append("- ").Append(remarks.State(unit, "failed")).Append(": ").AppendLine(Code(unit));
            }

            foreach (var (unit, because) in remarks.GivenUp)
            {
                text.Append("- ").Append(UnitRemarks.NotStarted).Append(": ").Append(Code(unit))
                    .AppendLine(because is null ? string.Empty : $" because of {Code(because)}");
            }

            foreach (var pending in units.Pending)
            {
                text.Append("- pending: ").Append(Code(pending.Unit)).Append(" (").Append(Escape(pending.Job)).Append(')')
                    .AppendLine(pending.WaitsFor is { } other ? $" waits for {Code(other)}" : string.Empty);
            }
        }

        if (boot.Slowest.Count > 0)
        {
            text.AppendLine().AppendLine("| slowest units | time |").AppendLine("|---|---|");
            foreach (var unit in boot.Slowest)
            {
                text.AppendLine($"| {Code(unit.Unit)} | {Duration.Text(unit.DurationMs)} |");
            }
        }

        if (BootGantt.Draw(boot) is { Length: > 0 } gantt)
        {
            text.AppendLine().Append(gantt);
        }

        text.AppendLine();
    }

    private static void Usage(StringBuilder text, Report report)
    {
        if (UsageTable.Rows(report) is not { Count: > 0 } rows)
        {
            return;
        }

        text.Append("## ").AppendLine(UsageTable.Title).AppendLine();
        text.Append("| ").AppendJoin(" | ", UsageTable.Columns).AppendLine(" |");
        text.Append('|').AppendJoin('|', UsageTable.Columns.Select(_ => "---")).AppendLine("|");
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select(Escape)).AppendLine(" |");
        }

        text.AppendLine();
        if (UsageTable.Rest(report.Usage!) is { } rest)
        {
            text.AppendLine(rest).AppendLine();
        }
    }

    /// <summary>Indented code ends with its line: the command is one line, whatever is in it.</summary>
    private static void Again(StringBuilder text, Report report) =>
        text.AppendLine("## Run it again").AppendLine().Append("    ")
            .AppendLine(Sanitizer.Line(ReproduceCommand.Compose(report))).AppendLine();

    private static void Facts(StringBuilder text, Report report)
    {
        var machine = report.Run.Machine;
        text.AppendLine("## Run").AppendLine();
        var rows = new (string Name, string? Value)[]
        {
            ("run", report.Run.Id), ("flake", report.Run.Flake?.Url), ("revision", report.Run.Flake?.Revision),
            ("nixpkgs", report.Run.Flake?.Nixpkgs),
            ("commit", report.Run.Git?.Commit), ("machine", $"{machine.Os}, {Count(machine.Cores, "core")}, {machine.MemoryMiB} MiB"),
            ("accelerator", machine.Accelerator is null ? null : $"{machine.Accelerator}: {machine.AcceleratorReason}"),
            ("nix", machine.Nix), ("qemu", machine.Qemu),
            ("left behind",
                report.Cleanup is null ? null : report.Cleanup.Leaked.Count == 0 ? "nothing" : string.Join(", ", report.Cleanup.Leaked)),
        };
        foreach (var (name, value) in rows.Where(row => row.Value is not null))
        {
            text.Append("- ").Append(name).Append(": ").AppendLine(Escape(value!));
        }
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    /// <summary>No character of the text acts as Markdown or HTML.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '!' or '~' or '@' => escaped.Append('\\').Append(letter),
                // A line feed would end the line that the text stands in, and with it the table or the heading.
                _ => escaped.Append(char.IsControl(letter) ? ' ' : letter),
            };
        }

        return escaped.ToString();
    }

    private static string Code(string text) => $"`{Sanitizer.Line(text).Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
}
