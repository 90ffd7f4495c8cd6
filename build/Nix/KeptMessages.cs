namespace VmTest.Nix;

/// <summary>The messages of one call of Nix, bounded in number and length: the newest, and errors before chatter.</summary>
internal sealed class KeptMessages
{
    /// <summary>Messages of one call of Nix kept in memory; errors outlive warnings, and these outlive chatter.</summary>
    private const int KeptMessagesLimit = 500;

    /// <summary>Characters of all kept messages together.</summary>
    private const int KeptMessageLength = 4 << 20;

    private readonly LinkedList<NixMessage> all = new();
    private long length;

    public IReadOnlyList<NixMessage> ToList() => [.. all];

    public void Add(NixMessage message)
    {
        all.AddLast(message);
        length += message.Text.Length;
        while (all.Count > KeptMessagesLimit || (length > KeptMessageLength && all.Count > 1))
        {
            Forget();
        }
    }

    /// <summary>
    /// The oldest piece of chatter; else the oldest warning; else the oldest error but the first, which is often the cause.
    /// </summary>
    private void Forget()
    {
        var victim = Oldest(NixActivity.LevelInformation) ?? Oldest(NixActivity.LevelWarning) ?? all.First!.Next ?? all.First!;
        length -= victim.Value.Text.Length;
        all.Remove(victim);
    }

    private LinkedListNode<NixMessage>? Oldest(int level)
    {
        for (var node = all.First; node is not null; node = node.Next)
        {
            if (node.Value.Level >= level)
            {
                return node;
            }
        }

        return null;
    }
}
