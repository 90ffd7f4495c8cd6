using System.Text.Json;

namespace VmTest.Nix;

/// <summary>
/// One entry of Nix's JSON log (src/libutil/logging.cc). The same object is filled again for every line: a build log has
/// millions of them.
/// </summary>
internal sealed class NixLogEntry
{
    private const int KeptFields = 4;

    private readonly string?[] fields = new string?[KeptFields];

    public NixLogAction Action { get; private set; }

    /// <summary>Null where the entry has none, or one that is no 64-bit integer.</summary>
    public long? Id { get; private set; }

    public long? Parent { get; private set; }

    public int? Level { get; private set; }

    public int? Type { get; private set; }

    /// <summary>What an activity does, in words.</summary>
    public string? Text { get; private set; }

    public string? Message { get; private set; }

    /// <summary>The core of an error, without position and trace.</summary>
    public string? RawMessage { get; private set; }

    public string? File { get; private set; }

    public int? Line { get; private set; }

    public int? Column { get; private set; }

    /// <summary>Text or number as text; null where the entry has no such field.</summary>
    public string? Field(int index) => fields[index];

    /// <summary>The number in a field; 0 where there is none.</summary>
    public long Number(int index) => long.TryParse(fields[index], out var number) ? number : 0;

    /// <returns>False where it is no JSON object; what was read before the fault is kept.</returns>
    public bool Parse(ReadOnlySpan<byte> json)
    {
        Clear();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowTrailingCommas = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Read(ref reader);
            }

            return Action != NixLogAction.None;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A text whose bytes are no UTF-8, or half of a surrogate pair.
            return false;
        }
    }

    private void Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("action"u8))
        {
            Action = ReadAction(ref reader);
        }
        else if (reader.ValueTextEquals("id"u8))
        {
            Id = ReadLong(ref reader);
        }
        else if (reader.ValueTextEquals("fields"u8))
        {
            ReadFields(ref reader);
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            Type = ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("level"u8))
        {
            Level = ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("text"u8))
        {
            Text = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("msg"u8))
        {
            Message = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("raw_msg"u8))
        {
            RawMessage = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("file"u8))
        {
            File = ReadText(ref reader);
        }
        else if (reader.ValueTextEquals("line"u8))
        {
            Line = ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("column"u8))
        {
            Column = ReadInteger(ref reader);
        }
        else if (reader.ValueTextEquals("parent"u8))
        {
            Parent = ReadLong(ref reader);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private void Clear()
    {
        Action = NixLogAction.None;
        Id = Parent = null;
        Level = Type = Line = Column = null;
        Text = Message = RawMessage = File = null;
        Array.Clear(fields);
    }

    private static NixLogAction ReadAction(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return NixLogAction.None;
        }

        return reader.ValueTextEquals("result"u8) ? NixLogAction.Result
            : reader.ValueTextEquals("msg"u8) ? NixLogAction.Message
            : reader.ValueTextEquals("start"u8) ? NixLogAction.Start
            : reader.ValueTextEquals("stop"u8) ? NixLogAction.Stop
            : NixLogAction.None;
    }

    private void ReadFields(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index < KeptFields && reader.TokenType == JsonTokenType.String)
            {
                fields[index] = reader.GetString();
            }
            else if (index < KeptFields && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            {
                fields[index] = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static long? ReadLong(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }

    private static int? ReadInteger(ref Utf8JsonReader reader) =>
        ReadLong(ref reader) is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;
}
