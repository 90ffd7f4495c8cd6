using System.Security.Cryptography;
using VmTest.Terminal;

namespace VmTest.Ci.GitHub;

/// <summary>
/// The log of a step as its runner reads it. The runner obeys lines of a certain form wherever they come from, so it is asked
/// at the start to obey none, and for each command of ours that it may obey one: under a new, random name every time.
/// </summary>
public sealed class WorkflowLog(Func<string> newToken) : ILogMarks
{
    private const int TokenBytes = 16;

    private string? token;
    private bool inGroup;

    public WorkflowLog()
        : this(() => $"vmtest-{RandomNumberGenerator.GetHexString(TokenBytes * 2, lowercase: true)}")
    {
    }

    /// <summary>From here on nothing that is written acts.</summary>
    public void Fence(TextWriter writer)
    {
        if (token is null)
        {
            token = newToken();
            writer.WriteLine($"::stop-commands::{token}");
        }
    }

    /// <summary>What is written acts again: for what runs in the same step afterwards.</summary>
    public void Unfence(TextWriter writer)
    {
        if (token is not null)
        {
            writer.WriteLine($"::{token}::");
            token = null;
        }
    }

    public void Send(TextWriter writer, WorkflowCommand command)
    {
        Unfence(writer);
        writer.WriteLine(command.ToString());
        Fence(writer);
    }

    /// <summary>Begins a group of lines that is folded; groups do not nest, so an open one is ended.</summary>
    public void BeginGroup(TextWriter writer, string title)
    {
        Unfence(writer);
        EndOpenGroup(writer);
        writer.WriteLine(new WorkflowCommand("group", title).ToString());
        inGroup = true;
        Fence(writer);
    }

    public void EndGroup(TextWriter writer)
    {
        if (inGroup)
        {
            Unfence(writer);
            EndOpenGroup(writer);
            Fence(writer);
        }
    }

    private void EndOpenGroup(TextWriter writer)
    {
        if (inGroup)
        {
            writer.WriteLine(new WorkflowCommand("endgroup", string.Empty).ToString());
            inGroup = false;
        }
    }
}
