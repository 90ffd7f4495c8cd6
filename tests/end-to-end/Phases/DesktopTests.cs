using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class DesktopTests
{
    private const int PictureBytes = 3000;

    [Test]
    public async Task A_desktop_with_a_login_screen_passes_and_its_picture_is_kept()
    {
        using var workplace = new Workplace()
            .WithDesktop("desktop", File.ReadAllText(Path.Combine(Repository.Folder, "demo", "hosts", "desktop.nix")));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(0, "success", failedPhase: null);
        var host = report["hosts"]!.Single();
        var picture = File.ReadAllBytes(Path.Combine(workplace.LatestRun, host["artifacts"]!.Value<string>("screenshot")!));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Value<string>("kind"), Is.EqualTo("desktop"));
            Assert.That(host["boot"]!.Value<string>("defaultTarget"), Is.EqualTo("graphical.target"));
            Assert.That(report["warnings"], Is.Empty);
            Assert.That(picture.AsSpan(1, 3).SequenceEqual("PNG"u8), "a PNG file");
            Assert.That(picture, Has.Length.GreaterThan(PictureBytes), "letters take more than a blank screen");
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.html")), Does.Contain("data:image/png;base64,"));
        }
    }

    [Test]
    public async Task A_display_server_without_a_login_screen_is_a_warning_about_a_screen_of_a_single_colour()
    {
        using var workplace = new Workplace().WithDesktop("blank", Desktop("/usr/lib/xorg/Xorg :0 vt7 -nolisten tcp -logfile /dev/null"));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var warning = result.Expect(0, "success", failedPhase: null)["warnings"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(warning.Value<string>("code"), Is.EqualTo("runtime.no-picture"));
            Assert.That(warning.Value<string>("message"), Does.Contain("single colour"));
        }
    }

    [Test]
    public async Task A_display_manager_that_fails_fails_the_desktop_and_the_screen_is_kept()
    {
        using var workplace = new Workplace().WithLeanHosts(Repository.Desktop, string.Empty, ("broken", Desktop("/bin/false")));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(60, "failure", "runtime");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report["failures"]![0]!["subject"]!.Value<string>("name"), Is.EqualTo("display-manager.service"));
            Assert.That(report["hosts"]!.Single()["artifacts"]!["screenshot"], Is.Not.Null);
        }
    }

    [Test]
    public async Task A_desktop_that_stops_at_the_text_console_lacks_its_target_and_its_display_manager()
    {
        using var workplace = new Workplace().WithLeanHosts(Repository.Desktop, string.Empty,
            ("textual", "{ services.displayManager.enable = true; systemd.defaultUnit = \"multi-user.target\"; }"));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var report = result.Expect(60, "failure", "runtime");
        Assert.That(report["failures"]!.Select(failure => failure["subject"]!.Value<string>("name")),
            Is.EquivalentTo(new[] { "graphical.target", "display-manager.service" }));
    }

    private static string Desktop(string displayManager) => $$"""
        {
          services.displayManager.enable = true;
          virtualisation.memorySize = 768;
          systemd.services.display-manager = {
            wantedBy = [ "graphical.target" ];
            after = [ "systemd-modules-load.service" ];
            serviceConfig.ExecStart = "{{displayManager}}";
          };
        }
        """;
}
