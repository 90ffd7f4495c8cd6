namespace VmTest.Runner;

/// <summary>Reads the files in which a step leaves outputs or variables, as the runner does.</summary>
public static class OutputFile
{
    /// <exception cref="FormatException">The runner would refuse the file.</exception>
    public static Dictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = new Queue<string>(File.Exists(path) ? File.ReadAllText(path).Split('\n') : []);
        while (lines.TryDequeue(out var line))
        {
            if (line.Length == 0)
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var heredoc = line.IndexOf("<<", StringComparison.Ordinal);
            if (equals > 0 && (heredoc < 0 || equals < heredoc))
            {
                values[line[..equals]] = line[(equals + 1)..];
            }
            else if (heredoc > 0)
            {
                values[line[..heredoc]] = Block(lines, line[(heredoc + 2)..]);
            }
            else
            {
                throw new FormatException($"Invalid format '{line}'");
            }
        }

        return values;
    }

    private static string Block(Queue<string> lines, string delimiter)
    {
        var block = new List<string>();
        while (lines.TryDequeue(out var line))
        {
            if (line == delimiter)
            {
                return string.Join('\n', block);
            }

            block.Add(line);
        }

        throw new FormatException($"Invalid value. Matching delimiter not found '{delimiter}'");
    }
}
