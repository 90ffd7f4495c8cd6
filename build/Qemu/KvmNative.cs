using System.Runtime.InteropServices;

namespace VmTest.Qemu;

/// <summary>The system calls and numbers of KVM's interface (linux/kvm.h) that the trial needs.</summary>
internal static partial class KvmNative
{
    public const int ApiVersion = 12;

    public const nuint GetApiVersion = 0xAE00;
    public const nuint CreateVm = 0xAE01;
    public const nuint GetVcpuMapSize = 0xAE04;
    public const nuint CreateVcpu = 0xAE41;
    public const nuint SetTssAddress = 0xAE47;
    public const nuint SetUserMemoryRegion = 0x4020AE46;
    public const nuint Run = 0xAE80;
    public const nuint SetRegisters = 0x4090AE82;
    public const nuint GetSpecialRegisters = 0x8138AE83;
    public const nuint SetSpecialRegisters = 0x4138AE84;

    /// <summary>Offset of <c>exit_reason</c> in <c>struct kvm_run</c>.</summary>
    public const int ExitReasonOffset = 8;

    public const int ExitIo = 2;

    public const int ReadWrite = 2;
    public const int CloseOnExec = 0x80000;

    public const int ProtectionReadWrite = 3;
    public const int MapShared = 1;
    public const int MapPrivateAnonymous = 0x22;

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, nint argument);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nint length);
}
