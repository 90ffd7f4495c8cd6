namespace VmTest.Guest;

/// <summary>What became of a prompt for a passphrase.</summary>
internal enum PromptAnswer
{
    /// <summary>Nobody answers it.</summary>
    None,

    /// <summary>The passphrase is typed.</summary>
    Typed,

    /// <summary>The passphrase was typed before, and the same device asks again.</summary>
    Refused,
}
