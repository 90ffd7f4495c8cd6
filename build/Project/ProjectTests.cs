using VmTest.Ci;
using VmTest.Model;
using VmTest.Provisioning;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;

namespace VmTest.Project;

/// <summary>Runs this project's own tests against the published host and the reference guest.</summary>
public sealed class ProjectTests(RunRequest request, RunResources resources, Provisioner provisioner, ReferenceGuest guest, IRunLog console)
{
    /// <summary>The variables by which tests find what they test.</summary>
    private const string HostVariable = "VMTEST_HOST";
    private const string GuestVariable = "VMTEST_GUEST";

    /// <summary>The folder with the results, beside the runs.</summary>
    internal const string ResultsFolder = "tests";

    /// <exception cref="PhaseFailedException">A test failed, or the tests could not be run.</exception>
    public async Task RunAsync(string? filter, CancellationToken cancellation)
    {
        await provisioner.InstallAsync(PackageList.ForTests, cancellation);
        var results = Path.Combine(request.Output, ResultsFolder);
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        var solution = ProjectFolder.Below("VmTest.slnx");
        await DotnetAsync("restore of the tests", ["restore", solution, "--locked-mode", "--verbosity", "quiet"], cancellation);
        await DotnetAsync("build of the tests",
            ["build", solution, "--no-restore", "--configuration", "Release", "--nologo", "--verbosity", "quiet"], cancellation);
        List<string> arguments = ["test", solution, "--configuration", "Release", "--no-build", "-m:1", "--nologo", "--logger", "trx",
            "--logger", "console;verbosity=normal", "--results-directory", results];
        if (filter is not null)
        {
            arguments.AddRange(["--filter", filter]);
        }

        var exitCode = await CallAsync("tests", arguments, cancellation);
        await JudgeAsync(exitCode, TestResults.Read(results));
    }

    private async Task JudgeAsync(int exitCode, TestResults results)
    {
        // Once more at the end: a thousand lines may lie between a failure and the closing line.
        foreach (var test in results.Failures)
        {
            console.Say($"{test.Name}:");
            foreach (var line in test.Message.Split('\n').Take(Limits.ExcerptLines))
            {
                console.Say($"  {line.TrimEnd()}");
            }
        }

        foreach (var line in results.Outside.SelectMany(message => message.Split('\n').Take(Limits.ExcerptLines)))
        {
            console.Say($"outside the tests: {line.TrimEnd()}");
        }

        foreach (var test in results.Failures)
        {
            console.Say($"failed: {test.Name}");
        }

        await Console.Out.WriteLineAsync(results.ToString());
        if (exitCode != 0 || results.Failed > 0 || results.Passed == 0)
        {
            throw Failed(results switch
            {
                { Passed: 0 } => "no test was run",
                { Failed: 0, Outside: [var first, ..] } => first.Split('\n')[0].TrimEnd('.', '\r'),
                _ => $"{results.Failed} failed (dotnet test ended with exit code {exitCode})",
            });
        }
    }

    private async Task DotnetAsync(string purpose, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (await CallAsync(purpose, arguments, cancellation) is not 0 and var code)
        {
            throw Failed($"{purpose} ended with exit code {code}");
        }
    }

    private async Task<int> CallAsync(string purpose, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var spec = new ProcessSpec
        {
            Purpose = purpose,
            // A shell without job control has its background commands ignore these two, and the tests send them.
            FileName = "env",
            Arguments = ["--default-signal=INT,QUIT", "dotnet", .. arguments],
            Environment = new Dictionary<string, string?>
            {
                [HostVariable] = Environment.ProcessPath,
                [GuestVariable] = guest.Library,
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
                // The tests start runs of their own, which must not be taken for leftovers of this one.
                [ProcessSupervisor.RunMark] = null,
                // Nor are they steps of the workflow that this one may be a step of.
                [CiHosts.Variables[0]] = null,
            },
        };
        console.Say(purpose);
        var result = await resources.Supervisor.RunAsync(spec, line => console.Say(line), line => console.Say(line), cancellation);
        return result.ExitCode;
    }

    private static PhaseFailedException Failed(string reason) => new(new Finding
    {
        Code = FailureCodes.Internal,
        Origin = FailureOrigin.Tool,
        Message = $"The tests did not pass: {reason}.",
        Hint = "The lines above name the failed tests, and their messages are above these.",
    });
}
