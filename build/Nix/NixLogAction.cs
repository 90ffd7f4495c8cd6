namespace VmTest.Nix;

/// <summary>What an entry of Nix's JSON log tells.</summary>
internal enum NixLogAction
{
    /// <summary>None that is known.</summary>
    None,
    Start,
    Stop,
    Result,
    Message,
}
