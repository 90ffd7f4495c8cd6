using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Newtonsoft.Json.Linq;

namespace VmTest.Guest.Journal;

/// <summary>
/// Reads systemd's Journal Export Format (systemd.io/JOURNAL_EXPORT_FORMATS): a field a line, <c>NAME=value</c>; a value of several
/// lines as its name, its length in eight bytes and its bytes; an empty line behind each entry. The guest may send anything: memory
/// is bounded, and what is no field is passed over.
/// </summary>
/// <param name="onEntry">Gets each entry, with the members of <c>journalctl -o json</c>.</param>
internal sealed class JournalExport(Action<JObject> onEntry)
{
    private const int BufferBytes = 64 << 10;

    /// <summary>Bytes of a field that are kept; a unit that prints more in one message is not read any further there.</summary>
    internal const int MaximumFieldBytes = 1 << 20;

    /// <summary>Characters of an entry that are kept; fields beyond are left out.</summary>
    private const int MaximumEntryLength = 4 << 20;

    private const int LengthBytes = sizeof(ulong);

    /// <summary>The first field of every entry: where it comes before an end, the entry before it was cut short.</summary>
    private const string First = "__CURSOR";

    private ArrayBufferWriter<byte> begun = new();
    private JObject entry = [];
    private int length;
    private Part part = Part.Line;
    private string name = string.Empty;

    /// <summary>Bytes of the value, or of its length, that are still to come.</summary>
    private ulong missing;

    private enum Part
    {
        Line,
        Length,
        Value,
        End,
    }

    /// <param name="stream">Read to its end.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            Read(buffer.AsSpan(0, count));
        }
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = part == Part.Line ? ReadLine(bytes) : ReadCounted(bytes);
        }
    }

    private ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        Keep(end < 0 ? bytes : bytes[..end]);
        if (end < 0)
        {
            return [];
        }

        EndLine(Taken());
        return bytes[(end + 1)..];
    }

    private void EndLine(string line)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (line.Length == 0)
        {
            EndEntry();
        }
        else if (equals >= 0)
        {
            Add(line[..equals], line[(equals + 1)..]);
        }
        else if (IsName(line))
        {
            (name, part, missing) = (line, Part.Length, LengthBytes);
        }
    }

    private ReadOnlySpan<byte> ReadCounted(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(missing, (ulong)bytes.Length);
        Keep(bytes[..count]);
        missing -= (ulong)count;
        if (missing == 0)
        {
            EndPart();
        }

        return bytes[count..];
    }

    private void EndPart()
    {
        switch (part)
        {
            case Part.Length:
                (part, missing) = (Part.Value, BinaryPrimitives.ReadUInt64LittleEndian(begun.WrittenSpan));
                begun.ResetWrittenCount();
                if (missing == 0)
                {
                    EndPart();
                }

                break;
            case Part.Value:
                Add(name, Taken());
                // The line feed behind it.
                (part, missing) = (Part.End, 1);
                break;
            default:
                begun.ResetWrittenCount();
                part = Part.Line;
                break;
        }
    }

    private void Add(string field, string value)
    {
        if (field == First)
        {
            EndEntry();
        }

        if (!IsName(field) || length + field.Length + value.Length > MaximumEntryLength)
        {
            return;
        }

        length += field.Length + value.Length;
        switch (entry[field])
        {
            case null:
                entry.Add(field, value);
                break;
            case JArray several:
                several.Add(value);
                break;
            case var one:
                entry[field] = new JArray(one, value);
                break;
        }
    }

    private void EndEntry()
    {
        if (entry.Count > 0)
        {
            onEntry(entry);
            (entry, length) = ([], 0);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes) =>
        begun.Write(bytes[..Math.Min(bytes.Length, MaximumFieldBytes - begun.WrittenCount)]);

    private string Taken()
    {
        var text = Encoding.UTF8.GetString(begun.WrittenSpan);
        begun.ResetWrittenCount();
        if (begun.Capacity > BufferBytes)
        {
            // One huge value must not keep its memory for the rest of the journal.
            begun = new();
        }

        return text;
    }

    /// <summary>As journald has them: capitals, digits and underscores, at most 64.</summary>
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(letter => letter is '_' or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
}
