using VmTest.Memory;

namespace VmTest.UnitTests.Memory;

public sealed class PackageNameTests
{
    // What nix-env and nix store diff-closures make of these names.
    [TestCase("nginx-1.24.0", "nginx", "1.24.0")]
    [TestCase("glibc-2.39-52", "glibc", "2.39-52")]
    [TestCase("glibc-2.39-52-bin", "glibc", "2.39-52")]
    [TestCase("systemd-257.13-lib", "systemd", "257.13")]
    [TestCase("linux-6.12.34-modules", "linux", "6.12.34")]
    [TestCase("python3.12-requests-2.31.0", "python3.12-requests", "2.31.0")]
    [TestCase("perl5.40.0-URI-5.21", "perl5.40.0-URI", "5.21")]
    [TestCase("bash-interactive-5.2p37", "bash-interactive", "5.2p37")]
    [TestCase("gcc-13.3.0-libgcc", "gcc", "13.3.0")]
    [TestCase("openssl-3.0.14-bin", "openssl", "3.0.14")]
    [TestCase("libcap-ng-0.8.4", "libcap-ng", "0.8.4")]
    [TestCase("tzdata-2025b", "tzdata", "2025b")]
    [TestCase("dbus-1.14.10", "dbus", "1.14.10")]
    [TestCase("dbus-1", "dbus", "1")]
    [TestCase("vim-9.1.0595-xxd", "vim", "9.1.0595")]
    [TestCase("foo-0-unstable-2024-05-01", "foo", "0-unstable-2024-05-01")]
    [TestCase("unit-nginx.service", "unit-nginx.service", "")]
    [TestCase("etc-passwd", "etc-passwd", "")]
    [TestCase("nixos-system-web-26.11.20261101.abc", "nixos-system-web", "26.11.20261101.abc")]
    [TestCase("source", "source", "")]
    public void A_name_is_told_from_its_version(string path, string name, string version) =>
        Assert.That(PackageName.Parse(Records.Path(path)), Is.EqualTo((name, version)));
}
