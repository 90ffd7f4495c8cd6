using System.Runtime.InteropServices;

namespace VmTest.UnitTests.Support;

/// <summary>
/// Lets one thread see files as an ordinary user does (setfsuid(2), which also takes root's capabilities over files away).
/// </summary>
internal sealed partial class EffectiveUser : IDisposable
{
    private EffectiveUser(uint id) => _ = SetFileUser(id);

    public static EffectiveUser Become(uint id) => new(id);

    public void Dispose() => _ = SetFileUser(0);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint id);
}
