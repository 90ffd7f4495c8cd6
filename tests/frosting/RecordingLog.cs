using System.Globalization;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Tests;

internal sealed class RecordingLog : ICakeLog
{
    private readonly List<(LogLevel Level, string Text)> _entries = [];

    public Verbosity Verbosity { get; set; } = Verbosity.Normal;

    public IReadOnlyList<string> this[LogLevel level] => [.. _entries.Where(entry => entry.Level == level).Select(entry => entry.Text)];

    public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
        _entries.Add((level, string.Format(CultureInfo.InvariantCulture, format, args)));
}
