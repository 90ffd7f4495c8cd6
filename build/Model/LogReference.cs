namespace VmTest.Model;

/// <summary>Lines of a log file. <paramref name="Path"/> is relative to the report; lines count from 1.</summary>
public sealed record LogReference(string Path, int? FirstLine = null, int? LastLine = null);
