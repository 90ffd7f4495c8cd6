namespace VmTest.Model;

/// <summary>What an installation needs, known before it begins, on the file system that is tightest.</summary>
/// <param name="ClosureBytes">The system that goes onto the disk.</param>
/// <param name="Folder">A folder on that file system.</param>
/// <param name="NeededBytes">What image, scratch files and the machine's own writing need there.</param>
/// <param name="FreeBytes">What is free there.</param>
public sealed record SpaceForecast(long ClosureBytes, string Folder, long NeededBytes, long FreeBytes)
{
    public bool Suffices => FreeBytes >= NeededBytes;
}
