using System.Collections.Concurrent;
using System.Text;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Counts, code by code and Nix by Nix, the cases and those that were named as they should be.</summary>
internal sealed class HitTable
{
    private readonly ConcurrentBag<(string Nix, string Code, bool Hit, TimeSpan Duration)> rows = [];

    public void Check(string nix, CatalogueCase each, CaseResult result)
    {
        var hit = false;
        try
        {
            Expectations.Check(each, result);
            hit = true;
        }
        finally
        {
            rows.Add((nix, each.Code, hit, result.Duration));
        }
    }

    public string Render()
    {
        var versions = rows.Select(row => row.Nix).Distinct().Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        text.AppendLine().AppendLine($"{"code",-34} {string.Join(' ', versions.Select(version => version.PadLeft(10)))}");
        foreach (var code in rows.Select(row => row.Code).Distinct().Order(StringComparer.Ordinal).Append(null))
        {
            var cells = versions.Select(version => rows.Where(row => row.Nix == version && (code is null || row.Code == code)).ToList())
                .Select(group => $"{group.Count(row => row.Hit)}/{group.Count}".PadLeft(10));
            text.AppendLine($"{code ?? "all",-34} {string.Join(' ', cells)}");
        }

        return text.ToString();
    }
}
