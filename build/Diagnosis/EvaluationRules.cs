namespace VmTest.Diagnosis;

/// <summary>
/// The evaluation errors that are known. The words are those that stay the same from Nix 2.8 to today's and in Lix; the
/// first rule that matches holds, so the more telling ones come first.
/// </summary>
internal static class EvaluationRules
{
    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        .. ModuleRules.All,
        .. PackageRules.All,
        .. FlakeRules.All,
        .. FileRules.All,
        .. DataRules.All,
        .. LanguageRules.All,
    ];
}
