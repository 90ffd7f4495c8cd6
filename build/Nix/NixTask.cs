using VmTest.Text;

namespace VmTest.Nix;

/// <summary>An activity of Nix that is going on.</summary>
/// <param name="type">Its number in <see cref="NixActivity"/>.</param>
/// <param name="subject">The derivation, store path or URL; null where it is about none.</param>
/// <param name="text">What it does, in Nix's words.</param>
internal sealed class NixTask(int type, string? subject, string text)
{
    public int Type { get; } = type;

    public string? Subject { get; } = subject;

    public string Text { get; } = text;

    /// <summary>For people: a store path's name, otherwise the subject.</summary>
    public string Name { get; } = subject is null ? text : Sanitizer.Line(StorePath.NameOf(subject));

    /// <summary>What a download or a copy has by now.</summary>
    public long Bytes { get; set; }

    /// <summary>The phase in which a builder is.</summary>
    public string? Phase { get; set; }
}
