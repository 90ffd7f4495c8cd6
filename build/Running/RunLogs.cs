using VmTest.Cleanup;
using VmTest.Reporting;
using VmTest.Reporting.Model;
using VmTest.Terminal;

namespace VmTest.Running;

/// <summary>The logs of a run: bounded, and never the reason for anything but the end of the run when the disk is full.</summary>
internal static class RunLogs
{
    public static BoundedLog Open(RunSession session, string path) => new(path, session.Space.Failed, session.Time);

    /// <summary>Closes a log and says what of it is not there.</summary>
    public static void Close(RunSession session, HostRun? host, Phase phase, string name, BoundedLog log)
    {
        log.Dispose();
        if (log.Cut is { } cut)
        {
            session.Warn(new Failure
            {
                Code = FailureCodes.LogCut,
                Phase = phase,
                Host = host?.Name,
                Origin = FailureOrigin.Configuration,
                Message = $"{(host is null ? name : $"{name} of {host.Name}")} was written at {Duration.Bytes((long)cut.BytesPerSecond)} a second: {Duration.Bytes(cut.Bytes)} ({cut.Lines} lines) of {Duration.Bytes(cut.Written)} are left out in its middle.",
                Subject = new Subject(SubjectKind.File, host is null ? name : $"{host.Folder}/{name}"),
                Hint = "Find out what writes so much; its beginning and its end are kept.",
            });
        }
    }
}
