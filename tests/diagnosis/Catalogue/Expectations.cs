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
                Assert.That(result.Warnings.Select(found => found.Code), Does.Contain(warning));
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
                Assert.That($"{first.Subject?.Kind.ToString().ToLowerInvariant()} {first.Subject?.Name}",
                    Is.EqualTo(CaseFolder.Fill(subject, string.Empty)), told);
            }

            if (each["place"] is { } place)
            {
                var found = first.Location is { } location ? location.ToString() : "nowhere";
                // A case may leave line and column open: not every version tells them.
                Assert.That(found == place || (!place.Contains(':', StringComparison.Ordinal) && first.Location?.File == place), Is.True,
                    $"expected {place}, found {found}\n{told}");
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

    private static string Describe(Failure failure) =>
        $"""
        {failure.Code} | {failure.Message}
          subject {failure.Subject} at {failure.Location} hint {failure.Hint} causedBy {failure.CausedBy} log {failure.Log}
            {string.Join("\n    ", failure.Excerpt)}
        """;
}
