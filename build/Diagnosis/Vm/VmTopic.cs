namespace VmTest.Diagnosis.Vm;

/// <summary>What a VM lacks.</summary>
internal enum VmTopic
{
    Network,
    Secret,
    Hardware,
    Module,
}
