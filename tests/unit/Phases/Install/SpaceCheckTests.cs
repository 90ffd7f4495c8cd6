using VmTest.Model;
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

        var forecast = new SpaceClaims(_ => "/", _ => 4L << 30).Claim(Closure, needs);

        Assert.That(forecast.NeededBytes, Is.EqualTo((3 * (Closure + SpaceCheck.ImageOverheadBytes)) + SpaceCheck.OverlayGrowthBytes));
        Assert.That(forecast.Suffices, Is.True);
    }

    [Test]
    public void The_file_system_with_the_least_left_is_told()
    {
        var needs = SpaceCheck.Needs(Closure, isThere: false, "/nix/store", "/tmp/scratch", "/tmp/machine");

        var forecast = new SpaceClaims(folder => folder.StartsWith("/nix", StringComparison.Ordinal) ? "/nix" : "/tmp",
            folder => folder.StartsWith("/nix", StringComparison.Ordinal) ? 8L << 30 : 2L << 30).Claim(Closure, needs);

        Assert.That(forecast.Folder, Is.EqualTo("/tmp/scratch"));
        Assert.That(forecast.Suffices, Is.False);
    }

    [Test]
    public void Hosts_that_are_installed_at_the_same_time_need_room_for_all()
    {
        var free = 10L << 30;
        var claims = new SpaceClaims(_ => "/", _ => free);
        (string, long)[] needs = [("/nix/store", 2L << 30), ("/tmp/scratch", 4L << 30), ("/tmp/machine", 0)];

        Assert.That(claims.Claim(Closure, needs), Is.EqualTo(new SpaceForecast(Closure, "/tmp/scratch", 6L << 30, 10L << 30)));
        // The first one has written half of it: that is in both figures.
        free = 7L << 30;
        var second = claims.Claim(Closure, needs);
        Assert.That(second, Is.EqualTo(new SpaceForecast(Closure, "/tmp/scratch", 12L << 30, 10L << 30)));
        Assert.That(second.Suffices, Is.False);
        Assert.That(SpaceCheck.TooSmall("db", second).Message, Does.Contain("at the same time"));

        // Its builder's files are gone, its image stays.
        claims.Release("/tmp/scratch", 4L << 30);
        free = 8L << 30;
        Assert.That(claims.Claim(Closure, needs), Is.EqualTo(new SpaceForecast(Closure, "/tmp/scratch", 8L << 30, 10L << 30)));
    }

    [Test]
    public void What_others_write_meanwhile_is_not_free()
    {
        var free = 10L << 30;
        var claims = new SpaceClaims(_ => "/", _ => free);
        claims.Claim(Closure, [("/nix/store", 1L << 30)]);
        free = 3L << 30;

        Assert.That(claims.Claim(Closure, [("/nix/store", 1L << 30)]).FreeBytes, Is.EqualTo(4L << 30));
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
