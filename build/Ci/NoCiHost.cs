using VmTest.Model;
using VmTest.Terminal;

namespace VmTest.Ci;

/// <summary>A terminal, or a host that is not known: console and files say everything.</summary>
internal sealed class NoCiHost : ICiHost
{
    public string Trigger => RunFacts.CommandLine;

    public ILogMarks? Marks => null;

    public void Annotate(RunConsole console, IReadOnlyList<Failure> failures, IReadOnlyList<Failure> warnings, FlakeFacts? flake)
    {
    }

    public void Summarise(Report report, string folder)
    {
    }

    public void Output(IReadOnlyList<(string Name, string Value)> values)
    {
    }
}
