using System.Diagnostics;
using System.Security.Cryptography;
using VmTest.DiagnosisTests.Network;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>Serves somebody/VmTest with two tags, the newer one on the commit that the runner names.</summary>
internal sealed class ReleaseServer : IDisposable
{
    /// <summary>The program that is released.</summary>
    public const string Program = "vmtest-linux-x64";

    private readonly Process process;

    public ReleaseServer(Workplace workplace)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workplace.Output, "server")).FullName;
        var repository = Path.Combine(folder, "somebody", "VmTest");
        Directory.CreateDirectory(Path.Combine(repository, "info"));
        // What a server of Git without smarts has, and all that listing its tags reads. The newer tag is an annotated one.
        File.WriteAllText(Path.Combine(repository, "info", "refs"),
            $"{new string('a', 40)}\trefs/heads/main\n{LocalRunner.Commit}\trefs/tags/v1.9.0\n"
            + $"{new string('b', 40)}\trefs/tags/v1.10.0\n{LocalRunner.Commit}\trefs/tags/v1.10.0^{{}}\n");
        File.WriteAllText(Path.Combine(repository, "HEAD"), "ref: refs/heads/main\n");
        Release = Directory.CreateDirectory(Path.Combine(repository, "releases", "download", "v1.10.0")).FullName;
        var program = $"#!/bin/sh\necho started by the release\nexec '{Path.Combine(Repository.Folder, "build.sh")}' \"$@\"\n";
        File.WriteAllText(Path.Combine(Release, Program), program);
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Release, Program))));
        File.WriteAllText(Path.Combine(Release, "SHA256SUMS"), $"{sum}  {Program}\n{new string('0', 64)}  vmtest-linux-arm64\n");
        var port = LocalPort.Free();
        Address = $"http://127.0.0.1:{port}";
        process = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", ["-m", "http.server", $"{port}", "--bind", "127.0.0.1", "--directory", folder])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        LocalPort.WaitFor(process, port);
    }

    public string Address { get; }

    private string Release { get; }

    public void Corrupt() => File.AppendAllText(Path.Combine(Release, Program), "echo more\n");

    public void Remove() => File.Delete(Path.Combine(Release, Program));

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
