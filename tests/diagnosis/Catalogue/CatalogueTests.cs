using VmTest.Nix;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Every case with the Nix of this machine.</summary>
internal sealed class CatalogueTests
{
    private static readonly IReadOnlyList<CatalogueCase> All = CatalogueCase.All;

    /// <summary>A folder with the programs nix and nix-store of another version, which is then recorded.</summary>
    private const string RecordVariable = "VMTEST_RECORD_NIX";

    private static readonly HitTable Table = new();

    [TestCaseSource(nameof(All))]
    [CancelAfter(60_000)]
    public async Task The_cause_is_named(CatalogueCase each)
    {
        if (each["root"] is { } reason && !Environment.IsPrivilegedProcess)
        {
            Assert.Ignore($"needs root: {reason}");
        }

        var programs = Environment.GetEnvironmentVariable(RecordVariable) is { Length: > 0 } folder ? folder : null;
        using var recorder = programs is null ? null : Recorder.For(each, programs);
        var runner = new CaseRunner(
            folder => new NixInstallation { Programs = recorder?.Programs, Settings = ExtraSettings.Of(each, folder.Root) });
        var result = await runner.RunAsync(each);
        recorder?.Save(result);
        Table.Check("installed", each, result);
    }

    [OneTimeTearDown]
    public async Task Tell() => await TestContext.Progress.WriteLineAsync(Table.Render());
}
