namespace VmTest.Supervision;

/// <summary>Tells the private folders of this user from those that somebody else has made or could have changed.</summary>
internal static class RunFolderCheck
{
    /// <returns>Why the folder cannot be trusted; null where it can.</returns>
    public static string? Refusal(FolderHandle folder, string shown)
    {
        var facts = folder.Statistics;
        return facts.Owner != NativeMethods.GetEffectiveUserId() ? $"'{shown}' belongs to another user (ID {facts.Owner})"
            : !facts.IsPrivate ? $"'{shown}' is not a private folder of this user: its mode has to be 0700"
            : null;
    }
}
