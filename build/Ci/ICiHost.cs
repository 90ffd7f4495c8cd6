using VmTest.Model;
using VmTest.Terminal;

namespace VmTest.Ci;

/// <summary>A continuous integration host that a run is a step of: how its log is grouped and fenced, and where results go.</summary>
public interface ICiHost
{
    /// <summary>What started the run, for the report.</summary>
    string Trigger { get; }

    /// <summary>How lines of the log are grouped, and kept from being obeyed; null where its log has neither.</summary>
    ILogMarks? Marks { get; }

    /// <summary>Puts failures and warnings on the lines of the sources.</summary>
    /// <param name="console">The log of the step.</param>
    /// <param name="failures">Causes first.</param>
    /// <param name="warnings">What may explain them.</param>
    /// <param name="flake">The flake under test; null where there is none.</param>
    void Annotate(RunConsole console, IReadOnlyList<Failure> failures, IReadOnlyList<Failure> warnings, FlakeFacts? flake);

    /// <summary>Shows the report on the page of the run.</summary>
    /// <param name="report">What the run came to.</param>
    /// <param name="folder">Where the report and its files are.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    void Summarise(Report report, string folder);

    /// <summary>Gives values to later steps.</summary>
    /// <inheritdoc cref="Summarise"/>
    void Output(IReadOnlyList<(string Name, string Value)> values);
}
