using Newtonsoft.Json;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.Nix;

/// <summary>Reads what Nix prints. A Nix that succeeds with nonsense is at fault, and neither the tool nor the configuration.</summary>
internal static class NixAnswer
{
    /// <param name="asked">What Nix was asked for.</param>
    /// <param name="output">What it printed.</param>
    /// <param name="parse">Reads it.</param>
    /// <exception cref="PhaseFailedException">It cannot be read.</exception>
    public static T Parse<T>(string asked, string output, Func<string, T?> parse)
        where T : class
    {
        try
        {
            return parse(output) ?? throw new JsonReaderException("nothing was printed");
        }
        catch (JsonReaderException error)
        {
            throw new PhaseFailedException(new Finding
            {
                Code = FailureCodes.EvaluationOther,
                Origin = FailureOrigin.Environment,
                Message = $"Nix ended without an error, but what it printed is no answer to {asked}: {error.Message}",
                Subject = new Subject(SubjectKind.Tool, "nix"),
                Excerpt = [.. output.Split('\n').Where(line => line.Length > 0).Take(Limits.ExcerptLines)],
                Hint = "Look at the nix on the PATH: it may be a wrapper, or broken.",
            });
        }
    }
}
