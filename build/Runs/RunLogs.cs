using VmTest.Model;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>The logs of a run: bounded, and never the reason for anything but the end of the run when the disk is full.</summary>
public sealed class RunLogs(RunFolder folder, RunRecord record, OutputSpace space, TimeProvider time)
{
    /// <summary>A log of a host, announced to the report.</summary>
    internal BoundedLog Open(SelectedHost host, string fileName) => new(folder.HostFile(host, fileName), space.Failed, time);

    /// <summary>A log that is about all hosts.</summary>
    internal BoundedLog Open(string fileName) => new(Path.Combine(folder.Path, fileName), space.Failed, time);

    /// <summary>Closes a log and says what of it is not there.</summary>
    internal void Close(BoundedLog log, SelectedHost? host, Phase phase, string name)
    {
        log.Dispose();
        if (log.Cut is { } cut)
        {
            var left = $"{Duration.Bytes(cut.Bytes)} ({cut.Lines} lines) of {Duration.Bytes(cut.Written)}";
            var finding = new Finding
            {
                Code = FailureCodes.LogCut,
                Origin = FailureOrigin.Configuration,
                Message = $"{(host is null ? name : $"{name} of {host.Name}")} was written at "
                    + $"{Duration.Bytes((long)cut.BytesPerSecond)} a second: {left} are left out in its middle.",
                Subject = new Subject(SubjectKind.File, host is null ? name : RunFolder.RelativePath(host, name)),
                Hint = "Find out what writes so much; its beginning and its end are kept.",
            };
            record.Warn(finding, phase, host?.Name);
        }
    }
}
