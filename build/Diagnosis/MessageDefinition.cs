namespace VmTest.Diagnosis;

/// <summary>A definition that a message of the module system names: <c>- In `FILE': VALUE</c>.</summary>
/// <param name="File">As the message has it, without what module systems put behind the path.</param>
/// <param name="Value">The first line of the value; null where it is not shown.</param>
internal sealed record MessageDefinition(string File, string? Value);
