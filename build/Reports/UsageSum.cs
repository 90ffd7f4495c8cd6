using VmTest.Model;

namespace VmTest.Reports;

/// <summary>Adds what was spent; what is unknown on both sides stays unknown.</summary>
internal static class UsageSum
{
    public static Usage Add(Usage left, Usage right) => new()
    {
        PreflightMs = Add(left.PreflightMs, right.PreflightMs),
        EvaluateMs = Add(left.EvaluateMs, right.EvaluateMs),
        FetchMs = Add(left.FetchMs, right.FetchMs),
        CopyMs = Add(left.CopyMs, right.CopyMs),
        BuildMs = Add(left.BuildMs, right.BuildMs),
        InstallMs = Add(left.InstallMs, right.InstallMs),
        BootMs = Add(left.BootMs, right.BootMs),
        LookMs = Add(left.LookMs, right.LookMs),
        FinishMs = Add(left.FinishMs, right.FinishMs),
        Builds = Add(left.Builds, right.Builds),
        Downloads = Add(left.Downloads, right.Downloads),
        DownloadedBytes = Add(left.DownloadedBytes, right.DownloadedBytes),
        Copies = Add(left.Copies, right.Copies),
        CopiedBytes = Add(left.CopiedBytes, right.CopiedBytes),
        GivenBackBytes = Add(left.GivenBackBytes, right.GivenBackBytes),
        KeptBytes = Add(left.KeptBytes, right.KeptBytes),
    };

    public static long? Add(long? left, long? right) => left is null ? right : right is null ? left : left + right;
}
