namespace VmTest.Record;

/// <summary>What a run says to people while it runs. Every text may come from a guest or a builder; the log makes it harmless.</summary>
public interface IRunLog
{
    /// <summary>Whether <see cref="Status"/> draws one line again and again; otherwise each of its texts is a line.</summary>
    bool Live { get; }

    /// <summary>The run has several hosts: from now on, lines carry the host's name.</summary>
    void NameHosts();

    /// <summary>Something that went well or is going on.</summary>
    void Say(string text, string? host = null);

    /// <summary>Something only of interest when looking closely.</summary>
    void Detail(string text, string? host = null);

    /// <summary>What is going on at this moment.</summary>
    void Status(string text, string? host = null);

    /// <summary>It goes on no longer.</summary>
    void EndStatus(string? host = null);

    void Passed(string text, string? host = null);

    void Warn(string text, string? host = null);

    void Failed(string text, string? host = null);
}
