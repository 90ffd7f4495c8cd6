namespace VmTest.Terminal;

/// <summary>How the lines of a log are grouped, and kept from being obeyed by who reads them.</summary>
public interface ILogMarks
{
    /// <summary>Begins a group of lines that is folded; an open one is ended.</summary>
    void BeginGroup(TextWriter writer, string title);

    void EndGroup(TextWriter writer);

    /// <summary>From here on nothing that is written acts.</summary>
    void Fence(TextWriter writer);

    /// <summary>What is written acts again: for what runs in the same step afterwards.</summary>
    void Unfence(TextWriter writer);
}
