using VmTest.Phases.Install;
using VmTest.Supervision;

namespace VmTest.UnitTests.Phases.Install;

public sealed class SpaceCheckTests
{
    private const long Closure = 1L << 30;

    [Test]
    public void What_falls_on_one_file_system_is_added_up()
    {
        var needs = SpaceCheck.Needs(Closure, isThere: false, "/nix/store", "/tmp/scratch", "/tmp/machine");

        var forecast = SpaceCheck.Tightest(Closure, needs, _ => "/", _ => 4L << 30);

        Assert.That(forecast.NeededBytes, Is.EqualTo((3 * (Closure + SpaceCheck.ImageOverheadBytes)) + SpaceCheck.OverlayGrowthBytes));
        Assert.That(forecast.Suffices, Is.True);
    }

    [Test]
    public void The_file_system_with_the_least_left_is_told()
    {
        var needs = SpaceCheck.Needs(Closure, isThere: false, "/nix/store", "/tmp/scratch", "/tmp/machine");

        var forecast = SpaceCheck.Tightest(Closure, needs, folder => folder.StartsWith("/nix", StringComparison.Ordinal) ? "/nix" : "/tmp",
            folder => folder.StartsWith("/nix", StringComparison.Ordinal) ? 8L << 30 : 2L << 30);

        Assert.That(forecast.Folder, Is.EqualTo("/tmp/scratch"));
        Assert.That(forecast.Suffices, Is.False);
    }

    [Test]
    public void An_image_that_is_there_needs_only_what_the_machine_writes()
    {
        var needs = SpaceCheck.Needs(Closure, isThere: true, "/nix/store", "/tmp/scratch", "/tmp/machine");

        Assert.That(needs.Sum(need => need.Bytes), Is.EqualTo(SpaceCheck.OverlayGrowthBytes));
    }

    [Test]
    public void The_mount_point_of_a_folder_that_is_not_there_yet_is_that_of_its_parent()
    {
        Assert.That(FileSystems.MountOf("/proc/no/such/folder"), Is.EqualTo("/proc"));
        Assert.That(FileSystems.FreeBytes("/tmp/no/such/folder"), Is.GreaterThan(0));
    }
}
