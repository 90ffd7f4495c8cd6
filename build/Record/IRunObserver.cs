using VmTest.Model.Events;

namespace VmTest.Record;

/// <summary>A second reader of a run's evidence, while it arrives.</summary>
public interface IRunObserver
{
    /// <summary>
    /// An event is on record. Events come one at a time and in their order; whoever is called must return at once and write none.
    /// </summary>
    void Recorded(RunEvent entry);
}
