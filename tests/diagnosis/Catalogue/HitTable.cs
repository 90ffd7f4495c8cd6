using System.Collections.Concurrent;
using System.Text;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Counts, code by code and Nix by Nix, the cases and those that were named as they should be.</summary>
internal sealed class HitTable
{
    private readonly ConcurrentBag<(string Nix, string Code, bool Hit, TimeSpan Duration)> rows = [];

    private readonly ConcurrentBag<(string Nix, bool Code, bool Subject, bool File, bool? Line)> places = [];

    public void Check(string nix, CatalogueCase each, CaseResult result)
    {
        if (each["place"] is { } place)
        {
            var first = result.Failures.Count > 0 ? result.Failures[0] : null;
            places.Add((nix, first?.Code == each.Code, each["subject"] is not { } subject || (first is not null
                && Expectations.Subject(first) == CaseFolder.Fill(subject, string.Empty)),
                Expectations.IsAt(place.Split(':')[0], first?.Location),
                place.Contains(':', StringComparison.Ordinal) ? Expectations.IsAt(place, first?.Location) : null));
        }

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

        foreach (var group in places.GroupBy(row => row.Nix))
        {
            text.AppendLine($"places with {group.Key}: code {Rate(row => row.Code)}, subject {Rate(row => row.Subject)}, "
                + $"file {Rate(row => row.File)}, line {group.Count(row => row.Line == true)}/{group.Count(row => row.Line is not null)}");

            string Rate(Func<(string Nix, bool Code, bool Subject, bool File, bool? Line), bool> right) =>
                $"{group.Count(right)}/{group.Count()}";
        }

        return text.ToString();
    }
}
