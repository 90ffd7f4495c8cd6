using System.Globalization;
using System.Text;
using Cake.Core;

namespace Cake.Frosting.Tests;

internal sealed class RecordingConsole : IConsole
{
    private readonly StringBuilder _output = new();

    public string Output => _output.ToString();

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public bool SupportAnsiEscapeCodes => false;

    public void Write(string format, params object[] arg) => _output.Append(CultureInfo.InvariantCulture, $"{Text(format, arg)}");

    public void WriteLine(string format, params object[] arg) => _output.Append(Text(format, arg)).Append('\n');

    public void WriteError(string format, params object[] arg) => Write(format, arg);

    public void WriteErrorLine(string format, params object[] arg) => WriteLine(format, arg);

    public void ResetColor()
    {
    }

    private static string Text(string format, object[] arg) =>
        arg.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, arg);
}
