using VmTest.Qemu;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Qemu;

public sealed class UefiFirmwareTests
{
    [Test]
    public void The_first_firmware_that_starts_any_boot_loader_is_taken()
    {
        using var folder = new TemporaryFolder();
        var (code, variables) = (folder.Below("code.fd"), folder.Below("vars.fd"));
        File.WriteAllText(code, string.Empty);
        File.WriteAllText(variables, string.Empty);
        File.WriteAllText(folder.Below("10-broken.json"), "{ \"interface-types\": 5, \"mapping\": ");
        File.WriteAllText(folder.Below("20-odd.json"), "[1, 2]");
        File.WriteAllText(folder.Below("30-keys.json"), Description("x86_64", "/keys", variables, "enrolled-keys"));
        File.WriteAllText(folder.Below("40-arm.json"), Description("aarch64", "/arm", variables));
        File.WriteAllText(folder.Below("50-gone.json"), Description("x86_64", folder.Below("gone"), variables));
        File.WriteAllText(folder.Below("60-plain.json"), Description("x86_64", code, variables));

        Assert.That(UefiFirmware.Find([folder.Below("none"), folder.Path]), Is.EqualTo(new UefiFirmware(code, variables)));
    }

    private static string Description(string architecture, string code, string variables, string feature = "acpi-s3") => $$"""
        {
          "interface-types": [ "uefi" ],
          "mapping": { "device": "flash", "executable": { "filename": "{{code}}" }, "nvram-template": { "filename": "{{variables}}" } },
          "targets": [ { "architecture": "{{architecture}}", "machines": [ "pc-q35-*" ] } ],
          "features": [ "{{feature}}" ]
        }
        """;
}
