using VmTest.Model;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Compares what a run said with what its case demands.</summary>
internal static class Expectations
{
    public static void Check(CatalogueCase each, CaseResult result)
    {
        if (each["warns"] is { } warning)
        {
            Assert.Multiple(() =>
            {
                Assert.That(result.Failures.Select(failure => failure.Message), Is.Empty);
                var warnings = result.Warnings.Where(found => found.Code == warning).ToList();
                Assert.That(warnings, Is.Not.Empty, () => $"warned of {string.Join(", ", result.Warnings.Select(found => found.Code))}");
                Assert.That(warnings.Select(found => found.Message), Is.Unique.And.Some.Contains(each["says"] ?? string.Empty));
                if (each["place"] is { } place)
                {
                    Assert.That(warnings.Select(found => found.Location?.ToString() ?? "nowhere"), Has.Some.StartsWith(place));
                }
            });
        }
        else
        {
            Assert.That(result.Failures, Is.Not.Empty, "nothing failed");
            CheckFailure(each, result.Failures);
        }

        if (each["within"] is { } seconds)
        {
            Assert.That(
                result.Duration.TotalSeconds, Is.LessThan(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));
        }

        if (each["passes"] is { } host)
        {
            Assert.That(result.Passed, Does.Contain(host));
        }

        Assert.That(result.Console, Does.Not.Contain('\u001b').And.Not.Contain('\r').And.Not.Match(@"(?m)^\s*::"));
    }

    private static void CheckFailure(CatalogueCase each, IReadOnlyList<Failure> failures)
    {
        var first = failures[0];
        var told = string.Join('\n', failures.Select(Describe));
        Assert.Multiple(() =>
        {
            Assert.That(first.Code, Is.EqualTo(each.Code), told);
            Assert.That(first.Hint, Is.Not.Null.And.Not.Empty.And.Not.Match(@"\{[a-z]+\}"), told);
            if (each["subject"] is { } subject)
            {
                Assert.That(Subject(first), Is.EqualTo(CaseFolder.Fill(subject, string.Empty)), told);
            }

            if (each["place"] is { } place)
            {
                var found = first.Location is { } location ? location.ToString() : "nowhere";
                Assert.That(IsAt(place, first.Location), Is.True, $"expected {place}, found {found}\n{told}");
            }

            if (each["related"] is { } related)
            {
                Assert.That((first.Related ?? []).Any(other => IsAt(related, new SourceLocation(other.File, other.Line, other.Column))),
                    Is.True, $"expected beside it {related}\n{told}");
            }

            if (each["also-place"] is { } second)
            {
                Assert.That(failures.Skip(1).Any(other => IsAt(second, other.Location)), Is.True, $"expected also {second}\n{told}");
            }

            if (each["says"] is { } words)
            {
                Assert.That(first.Message, Does.Contain(words), told);
            }

            if (each["hint"] is { } hint)
            {
                Assert.That(first.Hint, Does.Contain(hint), told);
            }

            if (each["excerpt"] is { } line)
            {
                Assert.That(first.Excerpt, Does.Contain(line), told);
            }

            if (each["consequences"] is { } count)
            {
                Assert.That(first.Consequences?.ToString(), Is.EqualTo(count), told);
            }

            if (each["also"] is { } also)
            {
                Assert.That(failures.Skip(1).Select(other => $"{other.Code} {other.Subject?.Name}"), Does.Contain(also), told);
            }

            Assert.That(failures.Where(other => other.CausedBy is not null).Select(other => other.CausedBy).Distinct(),
                Is.SubsetOf(failures.Select(other => other.Fingerprint)), told);
        });
    }

    /// <summary>A case may leave the column open, or the line too.</summary>
    public static bool IsAt(string place, SourceLocation? found) =>
        found is not null && (found.ToString() + ":").StartsWith(place + ":", StringComparison.Ordinal);

    /// <summary>The first failure's subject, as cases write it.</summary>
    public static string Subject(Failure failure) => $"{failure.Subject?.Kind.ToString().ToLowerInvariant()} {failure.Subject?.Name}";

    private static string Describe(Failure failure) => $"beside {string.Join(", ", failure.Related ?? [])} "
        + $"""
        {failure.Code} | {failure.Message}
          subject {failure.Subject} at {failure.Location} hint {failure.Hint} causedBy {failure.CausedBy} log {failure.Log}
            {string.Join("\n    ", failure.Excerpt)}
        """;
}
