namespace VmTest.Nix;

/// <summary>
/// Numbers of activities and results in Nix's JSON log; the same in every version since 2.4, and in Lix
/// (src/libutil/logging.hh).
/// </summary>
internal static class NixActivity
{
    public const int CopyPath = 100;
    public const int FileTransfer = 101;
    public const int CopyPaths = 103;
    public const int Builds = 104;
    public const int Build = 105;
    public const int Substitute = 108;
    public const int FetchTree = 112;

    public const int ResultBuildLogLine = 101;
    public const int ResultSetPhase = 104;
    public const int ResultProgress = 105;
    public const int ResultPostBuildLogLine = 107;

    public const int LevelError = 0;
    public const int LevelWarning = 1;
    public const int LevelInformation = 3;
}
