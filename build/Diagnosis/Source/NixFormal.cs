namespace VmTest.Diagnosis.Source;

/// <summary>One argument in a function's head <c>{ name, name ? default, … }:</c></summary>
internal sealed record NixFormal(string Name, int Start, NixNode? Default);
