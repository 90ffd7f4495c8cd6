using VmTest.Model;
using VmTest.Record;

namespace VmTest.Guest.Screen;

/// <summary>What is said of a desktop whose units are all well and whose screen is not.</summary>
internal static class ScreenWarnings
{
    /// <summary>From an active display manager to its first picture: some seconds in software emulation.</summary>
    internal static readonly TimeSpan FirstPicture = TimeSpan.FromSeconds(15);

    /// <param name="host">The host's name.</param>
    /// <param name="shot">The last picture; null where none could be taken.</param>
    public static Finding NoPicture(string host, Screenshot? shot) => new()
    {
        Code = FailureCodes.NoPicture,
        Phase = Phase.Runtime,
        Host = host,
        Origin = shot is null ? FailureOrigin.Environment : FailureOrigin.Configuration,
        Message = shot switch
        {
            null => $"The screen of {host} could not be looked at: the machine has none, or its QEMU writes no pictures.",
            { Colours: 1 } =>
                $"The screen of {host} is a single colour {FirstPicture.TotalSeconds:0} s after its display manager became active.",
            _ => $"The screen of {host} shows no more than a text console would ({shot.Colours} colours) {FirstPicture.TotalSeconds:0} "
                + "s after its display manager became active.",
        },
        Subject = new Subject(SubjectKind.Unit, "display-manager.service"),
        Hint = shot is null
            ? "QEMU writes PNG pictures from version 7.1 on; virtualisation.graphics = false still leaves a screen."
            : "Look at the screenshot, and in journal.jsonl for the display server's own words: a missing driver or session shows there.",
    };
}
