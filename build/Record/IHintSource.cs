using VmTest.Model;

namespace VmTest.Record;

/// <summary>Knows of the surroundings of a run what explains failures better than what they were found in.</summary>
public interface IHintSource
{
    /// <summary>What to do next; null where the failure's own hint stays.</summary>
    string? HintFor(Failure failure);
}
