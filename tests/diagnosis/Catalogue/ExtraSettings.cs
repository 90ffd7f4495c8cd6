namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Lines of nix.conf for a case.</summary>
internal static class ExtraSettings
{
    // No case asks a server of the world for anything, and no test's result depends on another's.
    private static readonly string[] Always = ["flake-registry = /dev/null", "max-jobs = 1", "substituters =", "sandbox = false"];

    public static IReadOnlyList<string> Of(CatalogueCase each, string root) =>
        each["nix"] is { } more ? [.. Always, CaseFolder.Fill(more, root)] : Always;
}
