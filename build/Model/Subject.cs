namespace VmTest.Model;

/// <summary>The thing that a failure is about.</summary>
public sealed record Subject(SubjectKind Kind, string Name);
