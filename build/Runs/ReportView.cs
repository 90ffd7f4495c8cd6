using VmTest.Model;
using VmTest.Model.Events;

namespace VmTest.Runs;

/// <summary>The report that events come to.</summary>
public delegate Report ReportView(IReadOnlyList<RunEvent> events);
