namespace VmTest.Diagnosis;

/// <summary>A download that failed.</summary>
/// <param name="Code">The failure's code.</param>
/// <param name="Url">What was fetched; a host's name alone where the program tells no more.</param>
/// <param name="Host">The host.</param>
/// <param name="Cause">The cause in the program's words, one line.</param>
/// <param name="Blocked">Whether the Copilot agent's firewall answered in the host's place.</param>
internal sealed record NetworkError(string Code, string Url, string Host, string Cause, bool Blocked);
