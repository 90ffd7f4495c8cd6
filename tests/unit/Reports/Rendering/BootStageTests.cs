using VmTest.Model;
using VmTest.Reports.Rendering;

namespace VmTest.UnitTests.Reports.Rendering;

public sealed class BootStageTests
{
    private static readonly BootReport Boot = Samples.Boot with
    {
        Milestones = [new("firmware", 400), new("userspace", 7000)],
        GuestClockMs = null,
        Timeline = [],
        ReadyAfterMs = 9000,
        EndedAfterMs = null,
        Units = null,
    };

    [Test]
    public void The_time_until_the_first_sign_has_a_name() => Assert.That(BootStage.List(Boot), Is.EqualTo(new BootStage[]
    {
        new("power-on", 0, 400), new("firmware", 400, 7000), new("userspace", 7000, 9000),
    }));

    [TestCase(3000, true)]
    [TestCase(0, false)]
    [TestCase(8000, false)]
    public void A_kernel_whose_clock_contradicts_the_console_is_not_drawn(long clockMs, bool drawn) =>
        Assert.That(BootStage.List(Boot with { GuestClockMs = clockMs }).Any(stage => stage.Name == "kernel"), Is.EqualTo(drawn));

    [Test]
    public void A_boot_of_which_nothing_is_known_draws_nothing()
    {
        Assert.That(BootStage.HasAny(Boot), Is.True);
        Assert.That(BootStage.HasAny(Boot with { Milestones = [] }), Is.False);
        Assert.That(BootStage.List(Boot with { Milestones = [], GuestClockMs = 5 }), Is.Empty);
    }
}
