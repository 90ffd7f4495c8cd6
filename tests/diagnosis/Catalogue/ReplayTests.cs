using VmTest.Nix;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Every case as other versions of Nix answered it.</summary>
internal sealed class ReplayTests
{
    private static readonly HitTable Table = new();

    private static IEnumerable<TestCaseData> Recorded =>
        from folder in Directory.Exists(Recording.Folder)
            ? Directory.GetDirectories(Recording.Folder).Order(StringComparer.Ordinal)
            : Enumerable.Empty<string>()
        from each in CatalogueCase.All
        where File.Exists(Path.Combine(folder, each.Name + ".txt"))
        select new TestCaseData(Path.GetFileName(folder), each);

    [TestCaseSource(nameof(Recorded))]
    [CancelAfter(60_000)]
    public async Task The_cause_is_named(string version, CatalogueCase each)
    {
        Recording? recording = null;
        try
        {
            var runner = new CaseRunner(folder =>
            {
                recording = Recording.Open(version, folder);
                return new NixInstallation { Programs = recording.Programs, Root = recording.Store };
            });
            var result = await runner.RunAsync(each);
            Table.Check(version, each, result);
        }
        finally
        {
            recording?.Dispose();
        }
    }

    [OneTimeTearDown]
    public async Task Tell() => await TestContext.Progress.WriteLineAsync(Table.Render());
}
