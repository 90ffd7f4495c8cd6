using System.Security.Cryptography;
using System.Text;

namespace VmTest.Ci.GitHub;

/// <summary>The file in which a step leaves its outputs: each value between two lines that nobody can guess.</summary>
internal static class StepOutputs
{
    private const int TokenBytes = 16;

    public static string Entry(string name, string value)
    {
        var delimiter = $"vmtest_{RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true)}";
        return new StringBuilder()
            .Append(name).Append("<<").Append(delimiter).Append('\n')
            .Append(value).Append('\n')
            .Append(delimiter).Append('\n').ToString();
    }
}
