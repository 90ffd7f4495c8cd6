namespace VmTest.Supervision;

/// <summary>Takes one line without its line feed and carriage return; the bytes are only valid during the call.</summary>
public delegate void LineHandler(ReadOnlySpan<byte> line);
