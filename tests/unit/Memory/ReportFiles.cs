using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Reports;
using VmTest.Text;
using VmTest.UnitTests.Reports;

namespace VmTest.UnitTests.Memory;

/// <summary>Puts a comparison into a report, where it has to fit the schema.</summary>
internal static class ReportFiles
{
    public static void ExpectValid(HostComparison comparison)
    {
        var report = new EventScript().Hosts("web").Then(new HostCompared("web", comparison)).Finished().Report;
        Assert.That(ReportSchema.Validate(Json.Document(report)), Is.Empty);
    }
}
