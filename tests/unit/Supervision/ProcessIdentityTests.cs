using System.Diagnostics;
using VmTest.Supervision;

namespace VmTest.UnitTests.Supervision;

public sealed class ProcessIdentityTests
{
    [Test]
    public void This_process_is_alive()
    {
        Assert.That(ProcessIdentity.Current.Id, Is.EqualTo(Environment.ProcessId));
        Assert.That(ProcessIdentity.Current.IsAlive, Is.True);
        Assert.That(ProcessIdentity.Current.StartTicks, Is.GreaterThan(0));
    }

    [Test]
    public void A_process_is_dead_after_its_end()
    {
        using var process = Process.Start("/bin/sleep", "1000");
        var identity = ProcessIdentity.Of(process.Id);
        Assert.That(identity?.IsAlive, Is.True);

        process.Kill();
        process.WaitForExit();

        Assert.That(identity?.IsAlive, Is.False);
    }

    [Test]
    public void A_later_process_with_the_same_number_is_another_one()
    {
        var earlier = ProcessIdentity.Current with { StartTicks = ProcessIdentity.Current.StartTicks - 1 };

        Assert.That(earlier.IsAlive, Is.False);
    }

    [Test]
    public void A_number_that_no_process_has_is_nobody() => Assert.That(ProcessIdentity.Of(int.MaxValue), Is.Null);

    [Test]
    public void A_process_is_found_by_an_exact_variable_of_its_environment()
    {
        var mark = Guid.NewGuid().ToString("N");
        var info = new ProcessStartInfo("/bin/sleep", "1000") { Environment = { ["VMTEST_UNIT_MARK"] = mark } };
        using var process = Process.Start(info)!;
        try
        {
            Assert.Multiple(() =>
            {
                Assert.That(() => ProcessTable.OfRun($"VMTEST_UNIT_MARK={mark}", []).Select(found => found.Id),
                    Is.EqualTo(new[] { process.Id }).After(2000, 20));
                Assert.That(ProcessTable.OfRun($"VMTEST_UNIT_MARK={mark[1..]}", []), Is.Empty);
                Assert.That(ProcessTable.OfRun($"TEST_UNIT_MARK={mark}", []), Is.Empty);
            });
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
