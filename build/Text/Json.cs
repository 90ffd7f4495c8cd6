using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace VmTest.Text;

/// <summary>
/// How everything of ours is written as JSON: camelCase names, lower-case words, RFC 3339 times in UTC with milliseconds.
/// </summary>
internal static class Json
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = new DefaultContractResolver
        {
            NamingStrategy = new CamelCaseNamingStrategy { ProcessDictionaryKeys = false },
        },
        Converters =
        {
            new BoundedTextConverter(),
            new StringEnumConverter(new KebabCaseNamingStrategy()),
            new IsoDateTimeConverter { DateTimeFormat = TimeFormat,
                DateTimeStyles = System.Globalization.DateTimeStyles.AdjustToUniversal },
        },
        NullValueHandling = NullValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        MaxDepth = 64,
    };

    public static string Line(object value) => JsonConvert.SerializeObject(value, Formatting.None, Settings);

    /// <summary>
    /// One line that is the same in every encoding, and that the runner of a workflow takes for no command: <c>##[</c> is one
    /// wherever it stands in a line.
    /// </summary>
    public static string Ascii(object value) =>
        JsonConvert.SerializeObject(
            value, Formatting.None, new JsonSerializerSettings(Settings) { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii })
        .Replace("##[", "#\\u0023[", StringComparison.Ordinal);

    /// <summary>Texts for programs: whole and with every character, those that do something to a terminal escaped.</summary>
    public static string Exact(IEnumerable<string> values) =>
        JsonConvert.SerializeObject(values, new JsonSerializerSettings { StringEscapeHandling = StringEscapeHandling.EscapeNonAscii });

    public static string Document(object value) => JsonConvert.SerializeObject(value, Formatting.Indented, Settings) + "\n";

    public static T? Read<T>(string text) => JsonConvert.DeserializeObject<T>(text, Settings);

    public static JsonSerializer Serializer { get; } = JsonSerializer.Create(Settings);
}
