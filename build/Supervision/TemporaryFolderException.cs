namespace VmTest.Supervision;

/// <summary>The folder for temporary files cannot be used.</summary>
public sealed class TemporaryFolderException(string folder, string reason, Exception? inner)
    : IOException($"The folder for temporary files cannot be used: {reason.TrimEnd('.')}.", inner)
{
    /// <summary>The folder that is meant.</summary>
    public string Folder { get; } = folder;
}
