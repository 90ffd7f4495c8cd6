using Newtonsoft.Json;

namespace VmTest.Text;

/// <summary>Whatever a guest or a builder has called itself, what is written of it is one short, harmless line.</summary>
internal sealed class BoundedTextConverter : JsonConverter<string>
{
    public override bool CanRead => false;

    public override void WriteJson(JsonWriter writer, string? value, JsonSerializer serializer) =>
        writer.WriteValue(value is null ? null : Sanitizer.Line(value));

    public override string ReadJson(
        JsonReader reader, Type objectType, string? existingValue, bool hasExistingValue, JsonSerializer serializer) =>
        throw new NotSupportedException("text is read as it is");
}
