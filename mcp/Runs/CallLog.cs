using VmTest.Record;

namespace VmTest.Mcp.Runs;

/// <summary>What a run says: to people on standard error, and what is going on to the client.</summary>
/// <param name="console">Writes to standard error.</param>
/// <param name="progress">Goes to the client.</param>
internal sealed class CallLog(IRunLog console, ProgressReporter progress) : IRunLog
{
    public bool Live => false;

    public void NameHosts() => console.NameHosts();

    public void Say(string text, string? host = null) => console.Say(text, host);

    public void Detail(string text, string? host = null) => console.Detail(text, host);

    public void Status(string text, string? host = null)
    {
        console.Status(text, host);
        progress.Say(host is null ? text : $"{host}: {text}");
    }

    public void EndStatus(string? host = null) => console.EndStatus(host);

    public void Passed(string text, string? host = null) => console.Passed(text, host);

    public void Warn(string text, string? host = null) => console.Warn(text, host);

    public void Failed(string text, string? host = null) => console.Failed(text, host);
}
