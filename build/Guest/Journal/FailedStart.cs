using System.Globalization;

namespace VmTest.Guest.Journal;

/// <summary>How a unit failed, in systemd's words.</summary>
/// <param name="Result">exit-code, signal, timeout and so on; empty where it is not known.</param>
/// <param name="Code">How its main program ended: exited, killed, dumped; empty where none did.</param>
/// <param name="Status">Exit status, or signal.</param>
/// <param name="At">When, in microseconds of the guest's monotonic clock; 0 where it is not known.</param>
internal sealed record FailedStart(string Result, string Code, int Status, long At)
{
    public static readonly FailedStart None = new(string.Empty, string.Empty, 0, 0);

    /// <summary>CLD_ code of sigaction(2), as systemd's ExecMainCode has it.</summary>
    public int CodeNumber => Code switch
    {
        "exited" => 1,
        "killed" => 2,
        "dumped" => 3,
        _ => 0,
    };

    /// <summary>Whether this is all that there is to know: of an end by a program, the program's end.</summary>
    public bool IsComplete => Result is "exit-code" or "signal" or "core-dump" ? Code.Length > 0 : Result.Length > 0;

    public static FailedStart Parse(string result, string code, string status, string time) => new(result, code,
        int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0);
}
