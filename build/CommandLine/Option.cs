namespace VmTest.CommandLine;

/// <summary>One <c>--name=value</c> of the command line.</summary>
/// <param name="Name">Without dashes.</param>
/// <param name="Value">How help names the value; null for a switch.</param>
/// <param name="Default">What holds where it is not given, in words.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Example">A whole argument.</param>
/// <param name="Apply">Puts the value into the settings; throws <see cref="UsageException"/> where it does not fit.</param>
internal sealed record Option(
    string Name,
    string? Value,
    string? Default,
    string Description,
    string Example,
    Func<Settings, string, Settings> Apply);
