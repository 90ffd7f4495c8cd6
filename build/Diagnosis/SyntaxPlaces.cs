using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>The place of a syntax error that Nix notices long after it: what is open and is never closed.</summary>
internal static class SyntaxPlaces
{
    /// <summary>The finding with the place of what is not closed, and Nix's own place beside it; any other as it is.</summary>
    public static Finding Locate(Finding finding, DefinitionSearch search)
    {
        if (finding is not { Code: FailureCodes.Syntax, Location: { Line: not null } noticed }
            || search.Files.Find(noticed.File) is not { } file)
        {
            return finding;
        }

        var atEnd = finding.Message.Contains("unexpected end of file", StringComparison.Ordinal);
        var open = atEnd ? UnclosedToken.AtEnd(file) : UnclosedToken.GoesOn(file, file.Offset(noticed));
        if (open is not { } token)
        {
            return atEnd && UnclosedToken.Unended(file) is { } keyword ? Unended(finding, noticed, file.At(keyword.Start), keyword.Text)
                : finding;
        }

        var place = file.At(token.Start);
        if (place.Line == noticed.Line)
        {
            return finding;
        }

        var what = token.Kind == NixTokenKind.StringStart ? "string" : "bracket";
        return finding with
        {
            Message = $"{finding.Message.TrimEnd('.')}. The {what} {token.Text} of line {place.Line} "
                + $"is not closed{(atEnd ? string.Empty : " where it was meant to be")}.",
            Location = place,
            Related = [RelatedPlace.At(noticed, "where Nix noticed it")],
            Hint = $"Close the {what} that line {place.Line} opens.",
        };
    }

    private static Finding Unended(Finding finding, SourceLocation noticed, SourceLocation place, string keyword) => finding with
    {
        Message = $"{finding.Message.TrimEnd('.')}. The {keyword} of line {place.Line} has no ';' behind its expression.",
        Location = place,
        Related = [RelatedPlace.At(noticed, "where Nix noticed it")],
        Hint = $"Put a ';' behind the expression of the {keyword} in line {place.Line}.",
    };
}
