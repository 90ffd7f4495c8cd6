using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Phases.Install;

/// <summary>Follows an installation by its program's output: says each step as it begins, and keeps how long it took.</summary>
/// <param name="console">Gets each step.</param>
/// <param name="time">For how long each took.</param>
/// <param name="host">Whose disk is made.</param>
/// <param name="closureBytes">What is copied.</param>
internal sealed class InstallProgress(IRunLog console, TimeProvider time, string host, long closureBytes)
{
    /// <summary>Steps of an installation in a report; an installer that goes back and forth has more.</summary>
    private const int InstallStepsLimit = 40;

    private readonly Lock gate = new();
    private readonly List<(InstallStep Step, long Started, string Text)> steps = [];
    private long ended;

    /// <summary>The step that was going on at the end; null before the first.</summary>
    public InstallStep? Last
    {
        get
        {
            lock (gate)
            {
                return steps.Count > 0 ? steps[^1].Step : null;
            }
        }
    }

    /// <summary>Adds one line of the program's output, on any thread.</summary>
    public void AddLine(string line)
    {
        if (InstallSteps.Classify(line) is not { } step)
        {
            return;
        }

        lock (gate)
        {
            if ((steps.Count > 0 && steps[^1].Step == step) || steps.Count >= InstallStepsLimit)
            {
                return;
            }

            steps.Add((step, time.GetTimestamp(), line));
        }

        console.Say($"{Words(step)}: {line}", host);
    }

    public void End() => ended = time.GetTimestamp();

    public IReadOnlyList<InstallStepReport> Report()
    {
        lock (gate)
        {
            return [.. steps.Select((step, index) => new InstallStepReport(
                step.Step,
                (long)time.GetElapsedTime(step.Started, index + 1 < steps.Count ? steps[index + 1].Started : ended).TotalMilliseconds,
                step.Text))];
        }
    }

    private string Words(InstallStep step) => step == InstallStep.Copy ? $"{step.Name()} {Duration.Bytes(closureBytes)}" : step.Name();
}
