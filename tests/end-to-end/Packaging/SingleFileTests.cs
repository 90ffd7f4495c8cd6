using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Packaging;

/// <summary>The host as one file, as a release holds it, on a machine without .NET.</summary>
public sealed class SingleFileTests
{
    [Test]
    public void It_tests_a_host_where_there_is_no_NET_and_its_checksum_is_right()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("needs root, who can hide this machine's .NET");
        }

        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));
        lock (Repository.Build)
        {
            Shell.Run(Repository.Host, "--target=Package", $"--output={workplace.Output}");
        }

        var folder = Path.Combine(workplace.Output, "package");
        var program = Path.Combine(folder, "vmtest-linux-x64");

        Shell.Run("/usr/bin/env", "NIX_CONFIG=sandbox = false", $"TMPDIR={workplace.Temporary}", "unshare", "--mount", "/bin/sh", "-c",
            $"""
            set -e
            mount -t tmpfs none '{Path.GetDirectoryName(new FileInfo("/usr/bin/dotnet").ResolveLinkTarget(true)?.FullName ?? "/usr/bin/dotnet")}'
            ! dotnet --version
            exec '{program}' --target=VmTest '--flake={workplace.Flake}' --accel=tcg --install=direct '--output={workplace.Output}'
            """);

        var report = JObject.Parse(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.json")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Value<string>("status"), Is.EqualTo("success"));
            Assert.That(File.ReadAllLines(Path.Combine(folder, "SHA256SUMS")),
                Has.Length.EqualTo(4).And.Contain($"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(program)))}  vmtest-linux-x64"));
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(WithoutOpenSsl(program, "--tree"), Does.StartWith("environment.tool-missing: OpenSSL is missing").And.EndWith("10"));
            Assert.That(WithoutOpenSsl(program, "--help"), Does.StartWith("vmtest: ").And.EndWith("0"));
        }

        var server = Shell.Run(Path.Combine(folder, "vmtest-mcp-linux-x64"), "--version");
        Assert.That(server, Does.StartWith("vmtest-mcp "));
        Leftovers.ExpectNone(workplace);
    }

    /// <summary>What the program says, and its exit code, where every libssl of this machine is an empty file.</summary>
    private static string WithoutOpenSsl(string program, string argument) => Shell.Run("unshare", "--mount", "/bin/sh", "-c", $"""
        for library in $(ldconfig -p | sed -n 's|.*libssl.* => ||p'); do
          mount --bind /dev/null "$library"
        done
        '{program}' {argument} 2>&1
        printf '%s' $?
        """);
}
