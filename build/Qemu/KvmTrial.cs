using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace VmTest.Qemu;

/// <summary>
/// Runs a tiny guest to find out whether KVM really works. That the device opens, and even that every call of its
/// interface succeeds, proves nothing: some sandboxes have a KVM that emulates each instruction. The guest runs in long
/// mode and counts; hardware is through in some 50 ms, an emulator is not through in a second.
/// </summary>
public sealed class KvmTrial(string device, TimeProvider time)
{
    /// <summary>How long the KVM test guest may take for work that needs some 50 ms on real hardware.</summary>
    private static readonly TimeSpan KvmTrialLimit = TimeSpan.FromSeconds(1);

    /// <summary>A KVM test guest that has done next to nothing by now will not make it.</summary>
    private static readonly TimeSpan KvmTrialFirstLook = TimeSpan.FromMilliseconds(300);

    /// <summary>After this the thread that runs the KVM test guest is given up.</summary>
    private static readonly TimeSpan KvmTrialHang = TimeSpan.FromSeconds(2);

    public const string Device = "/dev/kvm";

    private const int NoSuchFile = 2;
    private const int NoSuchDevice = 19;
    private const int PermissionDenied = 13;
    private const int NotPermitted = 1;

    private const int MemoryBytes = 2 << 20;
    private const int PageMapLevel4 = 0x1000;
    private const int DirectoryPointers = 0x2000;
    private const int PageDirectory = 0x3000;
    private const int CodeAddress = 0x8000;
    private const ulong PresentWritable = 3;
    private const ulong PresentWritableLarge = 0x83;

    private const int RoundsWanted = 250;
    private const uint CountPerRound = 200_000;

    private const int HopelessPercent = 5;

    private const int SpecialRegistersBytes = 312;
    private const int RegistersBytes = 144;
    private const int SegmentBytes = 24;
    private const int Segments = 6;
    private const long TssAddress = 0xfffbd000;

    public KvmTrial(TimeProvider time)
        : this(Device, time)
    {
    }

    /// <summary>Takes at most a little over two seconds, even where the kernel never returns from running the guest.</summary>
    public async Task<KvmVerdict> RunAsync(CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<KvmVerdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A guest that hangs keeps its thread in the kernel: a background thread ends with the program.
        new Thread(() => result.SetResult(Guarded())) { IsBackground = true, Name = "kvm trial" }.Start();
        try
        {
            return await result.Task.WaitAsync(KvmTrialHang, time, cancellation);
        }
        catch (TimeoutException)
        {
            return new KvmVerdict(
                KvmState.Unusable, $"its test guest was still not through after {KvmTrialHang.TotalSeconds} s with work for 0.05 s");
        }
    }

    private KvmVerdict Guarded()
    {
        var kvm = KvmNative.Open(device, KvmNative.ReadWrite | KvmNative.CloseOnExec);
        if (kvm < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            var reason = Marshal.GetPInvokeErrorMessage(error);
            return error switch
            {
                NoSuchFile or NoSuchDevice => new KvmVerdict(KvmState.Missing, reason),
                PermissionDenied or NotPermitted => new KvmVerdict(KvmState.Denied, reason),
                _ => new KvmVerdict(KvmState.Unusable, $"opening it failed: {reason}"),
            };
        }

        var open = new List<int> { kvm };
        try
        {
            return RunGuest(kvm, open);
        }
        catch (Win32Exception error)
        {
            return new KvmVerdict(KvmState.Unusable, error.Message);
        }
        finally
        {
            open.ForEach(descriptor => _ = KvmNative.Close(descriptor));
        }
    }

    private KvmVerdict RunGuest(int kvm, List<int> open)
    {
        var version = Call(kvm, KvmNative.GetApiVersion, 0, "KVM_GET_API_VERSION");
        if (version != KvmNative.ApiVersion)
        {
            return new KvmVerdict(KvmState.Unusable, $"it speaks version {version} of KVM's interface instead of {KvmNative.ApiVersion}");
        }

        var vm = Call(kvm, KvmNative.CreateVm, 0, "KVM_CREATE_VM");
        open.Add(vm);
        _ = KvmNative.Control(vm, KvmNative.SetTssAddress, unchecked((nint)TssAddress));
        var memory = Map(MemoryBytes, KvmNative.MapPrivateAnonymous, -1);
        var runBytes = Call(kvm, KvmNative.GetVcpuMapSize, 0, "KVM_GET_VCPU_MMAP_SIZE");
        nint run = 0;
        try
        {
            LoadGuest(memory);
            GiveMemory(vm, memory);
            var vcpu = Call(vm, KvmNative.CreateVcpu, 0, "KVM_CREATE_VCPU");
            open.Add(vcpu);
            run = Map(runBytes, KvmNative.MapShared, vcpu);
            EnterLongMode(vcpu);
            return Measure(vcpu, run);
        }
        finally
        {
            _ = KvmNative.Unmap(memory, MemoryBytes);
            if (run != 0)
            {
                _ = KvmNative.Unmap(run, runBytes);
            }
        }
    }

    private KvmVerdict Measure(int vcpu, nint run)
    {
        var started = time.GetTimestamp();
        for (var round = 1; round <= RoundsWanted; round++)
        {
            Call(vcpu, KvmNative.Run, 0, "KVM_RUN");
            var reason = Marshal.ReadInt32(run, KvmNative.ExitReasonOffset);
            if (reason != KvmNative.ExitIo)
            {
                return new KvmVerdict(KvmState.Unusable, $"its test guest stopped with exit reason {reason} instead of running");
            }

            var elapsed = time.GetElapsedTime(started);
            var percent = 100 * round / RoundsWanted;
            if (elapsed > KvmTrialLimit || (elapsed > KvmTrialFirstLook && percent < HopelessPercent))
            {
                return new KvmVerdict(KvmState.Unusable,
                    $"its test guest did {percent} % of its work in {elapsed.TotalSeconds:0.0} s, where hardware needs 0.05 s "
                        + "for all of it");
            }
        }

        return new KvmVerdict(KvmState.Usable, $"its test guest was through in {time.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    /// <summary>An identity map of the first 2 MiB, and a loop that counts down and then writes to a port.</summary>
    private static unsafe void LoadGuest(nint memory)
    {
        var bytes = new Span<byte>((void*)memory, MemoryBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[PageMapLevel4..], DirectoryPointers | PresentWritable);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[DirectoryPointers..], PageDirectory | PresentWritable);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[PageDirectory..], PresentWritableLarge);
        ReadOnlySpan<byte> code =
        [
            0xB9, 0, 0, 0, 0, // mov ecx, CountPerRound
            0xFF, 0xC9,       // dec ecx
            0x75, 0xFC,       // jnz to the dec
            0xE6, 0x10,       // out 0x10, al: back to us
            0xEB, 0xF3,       // jmp to the start
        ];
        code.CopyTo(bytes[CodeAddress..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[(CodeAddress + 1)..], CountPerRound);
    }

    /// <summary><c>struct kvm_userspace_memory_region</c>: slot, flags, guest address, size, our address.</summary>
    private static unsafe void GiveMemory(int vm, nint memory)
    {
        Span<ulong> region = [0, 0, MemoryBytes, (ulong)memory];
        fixed (ulong* pointer = region)
        {
            Call(vm, KvmNative.SetUserMemoryRegion, (nint)pointer, "KVM_SET_USER_MEMORY_REGION");
        }
    }

    /// <summary>Paging on, EFER.LME and LMA set, flat 64-bit segments (Intel SDM vol. 3, 10.8.5).</summary>
    private static unsafe void EnterLongMode(int vcpu)
    {
        const int cr0 = 224, cr3 = 240, cr4 = 248, efer = 264;
        const ulong protectionPagingExtension = 0x80000011, physicalAddressExtension = 0x20, longModeEnabledActive = 0x500;
        const int instructionPointer = 128, flags = 136;
        const ulong reservedFlag = 2;

        Span<byte> special = stackalloc byte[SpecialRegistersBytes];
        Span<byte> registers = stackalloc byte[RegistersBytes];
        fixed (byte* pointer = special)
        {
            Call(vcpu, KvmNative.GetSpecialRegisters, (nint)pointer, "KVM_GET_SREGS");
            for (var segment = 0; segment < Segments; segment++)
            {
                WriteSegment(special.Slice(segment * SegmentBytes, SegmentBytes), isCode: segment == 0);
            }

            BinaryPrimitives.WriteUInt64LittleEndian(special[cr0..], protectionPagingExtension);
            BinaryPrimitives.WriteUInt64LittleEndian(special[cr3..], PageMapLevel4);
            BinaryPrimitives.WriteUInt64LittleEndian(special[cr4..], physicalAddressExtension);
            BinaryPrimitives.WriteUInt64LittleEndian(special[efer..], longModeEnabledActive);
            Call(vcpu, KvmNative.SetSpecialRegisters, (nint)pointer, "KVM_SET_SREGS");
        }

        fixed (byte* pointer = registers)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(registers[instructionPointer..], CodeAddress);
            BinaryPrimitives.WriteUInt64LittleEndian(registers[flags..], reservedFlag);
            Call(vcpu, KvmNative.SetRegisters, (nint)pointer, "KVM_SET_REGS");
        }
    }

    /// <summary><c>struct kvm_segment</c>: base, limit, selector, then one byte each for type, present, dpl, db, s, l, g.</summary>
    private static void WriteSegment(Span<byte> segment, bool isCode)
    {
        const ushort codeSelector = 8, dataSelector = 16;
        const byte executeRead = 11, readWrite = 3;
        segment.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(segment[8..], uint.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(segment[12..], isCode ? codeSelector : dataSelector);
        segment[14] = isCode ? executeRead : readWrite;
        segment[15] = 1;
        segment[17] = isCode ? (byte)0 : (byte)1;
        segment[18] = 1;
        segment[19] = isCode ? (byte)1 : (byte)0;
        segment[20] = 1;
    }

    private static nint Map(int bytes, int flags, int descriptor)
    {
        const nint failed = -1;
        var address = KvmNative.Map(0, bytes, KvmNative.ProtectionReadWrite, flags, descriptor, 0);
        return address == failed ? throw Error("mmap") : address;
    }

    private static int Call(int descriptor, nuint request, nint argument, string name)
    {
        var result = KvmNative.Control(descriptor, request, argument);
        return result < 0 ? throw Error(name) : result;
    }

    private static Win32Exception Error(string name)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{name} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
