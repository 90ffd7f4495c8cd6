using System.Text.RegularExpressions;
using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Guest.Verdicts;

/// <summary>A boot that ended because of a passphrase: nobody typed it, or it was wrong.</summary>
internal static partial class PassphraseCauses
{
    private const string LuksDevices = "boot.initrd.luks.devices";
    private const string WrongHint =
        "Compare --passphrase-file, or vmTest.passphrase, with the passphrase that the disk was encrypted with.";

    /// <summary>Null where no passphrase ended it.</summary>
    public static Finding? Find(BootEnd end, BootEvidence evidence)
    {
        var remarks = evidence.Clues.Remarks;
        return end.Kind switch
        {
            BootEndKind.Passphrase when evidence.Clues.LockedDevice is { } mapping => NotOpened(evidence, mapping),
            BootEndKind.Passphrase when remarks.LastOrDefault(remark => remark.Kind == RemarkKind.Passphrase) is { } asked =>
                Asked(evidence, asked),
            BootEndKind.Timeout or BootEndKind.Silent when remarks is [.., { Kind: RemarkKind.Passphrase } last] => Asked(evidence, last),
            BootEndKind.Timeout or BootEndKind.Silent when evidence.Clues.LockedDevice is { } mapping => Unopened(evidence, mapping),
            _ => null,
        };
    }

    /// <summary>Nobody was asked: a key file, a chip or a token did not give its key.</summary>
    private static Finding? Unopened(BootEvidence evidence, string mapping)
    {
        var reason = ProgramWords.Reason(evidence, $"systemd-cryptsetup@{SystemdPath.Escape(mapping)}.service");
        var said = reason is null ? "." : $": {reason}.";
        var chip = reason is not null && Chip().IsMatch(reason);
        return EarlyCauses.OfConsole(evidence, FailureCodes.Passphrase,
            $"{evidence.Host} could not open {mapping} ({LuksDevices}.{mapping}){said}"
                + (chip ? " The VM has no TPM that holds its key." : string.Empty),
            $"Give it a passphrase by --passphrase-file or vmTest.passphrase, or {LuksDevices}.{mapping} a keyFile that is in the VM.") with
        {
            Subject = new Subject(SubjectKind.Device, mapping),
        };
    }

    private static Finding Asked(BootEvidence evidence, ConsoleRemark asked)
    {
        var option = IsDataset(asked) ? "boot.zfs.requestEncryptionCredentials"
            : asked.Detail.Length > 0 && evidence.Clues.KernelStarted ? $"{LuksDevices}.{asked.Detail}"
            : LuksDevices;
        var (message, hint) = evidence.Clues.PassphraseRefused
            ? ($"The passphrase that was typed for {asked.What} of {evidence.Host} ({option}) is wrong: it is asked for again.", WrongHint)
            : ($"{evidence.Host} waits for the passphrase of {asked.What} ({option}), and nobody types it: {asked.Text}",
                $"Give it by --passphrase-file or by vmTest.passphrase, and it is typed; or {Instead(asked, option)}.");
        return EarlyCauses.OfConsole(evidence, FailureCodes.Passphrase, message, hint) with
        {
            Subject = new Subject(SubjectKind.Device, asked.What),
        };
    }

    /// <summary>systemd takes the credential three times and asks nobody; why it fails is in the initrd's journal alone.</summary>
    private static Finding NotOpened(BootEvidence evidence, string mapping) =>
        EarlyCauses.OfConsole(evidence, FailureCodes.Passphrase,
            $"The passphrase that was given does not open {mapping} of {evidence.Host} ({LuksDevices}.{mapping}): it is wrong, or the "
                + "disk is not encrypted with LUKS.", WrongHint) with
        {
            Subject = new Subject(SubjectKind.Device, mapping),
        };

    [GeneratedRegex("tcti|tpm", RegexOptions.IgnoreCase)]
    private static partial Regex Chip();

    private static bool IsDataset(ConsoleRemark asked) =>
        asked.What.Contains('/', StringComparison.Ordinal) && !asked.What.StartsWith('/');

    private static string Instead(ConsoleRemark asked, string option) => IsDataset(asked)
        ? "give the dataset a keylocation that is a file of the VM, or leave its encryption out of virtualisation.vmVariant"
        : $"give {option} a keyFile that is in the VM, or leave the encryption out of virtualisation.vmVariant";
}
