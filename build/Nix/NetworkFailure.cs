namespace VmTest.Nix;

/// <summary>Whether a message tells of a failed download that the call cannot do without.</summary>
/// <param name="message">What Nix says.</param>
/// <param name="log">What it has said until now.</param>
/// <param name="derivations">What it builds.</param>
public delegate bool NetworkFailure(NixMessage message, NixLogReader log, Derivations derivations);
