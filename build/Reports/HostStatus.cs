using VmTest.Model;

namespace VmTest.Reports;

/// <summary>How a host ended.</summary>
public sealed record HostStatus(string Name, RunStatus Status);
