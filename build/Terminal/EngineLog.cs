using System.Globalization;
using Cake.Core.Diagnostics;
using VmTest.Text;

namespace VmTest.Terminal;

/// <summary>
/// What Cake's engine says. Its errors are kept until the end of the run: they repeat in other words ("An error occurred when
/// executing task …", "Could not reach target …") what a failure on record explains already.
/// </summary>
public sealed class EngineLog(RunConsole console) : ICakeLog
{
    private readonly List<string> errors = [];

    public Cake.Core.Diagnostics.Verbosity Verbosity { get; set; } = Cake.Core.Diagnostics.Verbosity.Normal;

    public void Write(Cake.Core.Diagnostics.Verbosity verbosity, LogLevel level, string format, params object[] args)
    {
        if (verbosity > Verbosity)
        {
            return;
        }

        var text = args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
        switch (level)
        {
            case LogLevel.Fatal or LogLevel.Error:
                errors.Add(text);
                break;
            case LogLevel.Warning:
                console.Warn(text);
                break;
            default:
                console.Detail(text);
                break;
        }
    }

    /// <summary>Writes the errors that nothing else explains.</summary>
    public void WriteErrors(TextWriter writer)
    {
        foreach (var error in errors)
        {
            writer.WriteLine(Sanitizer.Line(error));
        }
    }
}
