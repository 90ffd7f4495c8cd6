using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>
/// The program of a release, as the action and the workflow take it: a folder behind a real HTTP server stands for GitHub, with
/// a Git repository that has tags. What is released there is a script that starts the host under test.
/// </summary>
public sealed class ReleasedProgramTests
{
    private const string Program = "vmtest-linux-x64";

    private static readonly JObject Inputs = new()
    {
        ["flake"] = ".",
        ["host"] = "typo",
        ["install"] = "direct",
        ["accel"] = "tcg",
        ["boot-timeout"] = "120",
        ["artifact"] = "vmtest",
        ["artifacts"] = "vmtest",
    };

    [Test]
    public async Task The_release_of_their_own_commit_is_run_without_an_SDK()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{\n  networking.hostName = typoo;\n}\n"));
        using var server = new ReleaseServer(workplace);
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var action = await runner.RunActionAsync();
        using var second = new LocalRunner(workplace, Inputs) { Server = server.Address };
        var workflow = await second.RunAsync("hosts");

        foreach (var (steps, name, exitCode) in new[] { (action, "Test", 20), (workflow, "List the hosts", 0) })
        {
            var found = steps.Single(step => step.Name == "Find the program");
            Assert.That(found.Log, Does.Contain($"{Program} of release v1.10.0, its checksum compared"));
            Assert.That(found.Outputs["source"], Is.EqualTo("false"));
            Assert.That(steps.Single(step => step.Name == name).ExitCode, Is.EqualTo(exitCode));
            Assert.That(steps.Single(step => step.Name == name).Log, Does.Contain("started by the release"));
        }
    }

    [Test]
    public async Task A_program_whose_checksum_does_not_fit_is_not_run()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ }\n"));
        using var server = new ReleaseServer(workplace);
        server.Corrupt();
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var steps = await runner.RunActionAsync();

        Assert.That(steps.Select(step => step.Name), Is.EqualTo(new[] { "Open KVM to this user, look for Nix", "Find the program" }));
        Assert.That(steps[1].ExitCode, Is.EqualTo(1));
        Assert.That(steps[1].Read.Annotations.Single().Message, Does.Contain("does not fit; nothing of it was run"));
        Assert.That(Directory.GetFiles(Path.Combine(runner.Temporary, "vmtest-program")), Has.None.EndsWith(Program));
    }

    [Test]
    public async Task Without_a_program_in_the_release_it_is_built_from_source()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ }\n"));
        using var server = new ReleaseServer(workplace);
        server.Remove();
        using var runner = new LocalRunner(workplace, Inputs) { Server = server.Address };

        var found = (await runner.RunAsync("hosts")).Single(step => step.Name == "Find the program");

        Assert.That(found.Log, Does.Contain($"release v1.10.0 of somebody/VmTest has no {Program}; it is built from source"));
        Assert.That(found.Outputs["path"], Is.EqualTo(Path.Combine(Repository.Folder, "build.sh")));
    }

    /// <summary>Serves somebody/VmTest with two tags, the newer one on the commit that the runner names.</summary>
    private sealed class ReleaseServer : IDisposable
    {
        private readonly string folder;
        private readonly System.Diagnostics.Process process;

        public ReleaseServer(Workplace workplace)
        {
            folder = Directory.CreateDirectory(Path.Combine(workplace.Output, "server")).FullName;
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
            var port = FreePort();
            Address = $"http://127.0.0.1:{port}";
            process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
                "/usr/bin/python3", ["-m", "http.server", $"{port}", "--bind", "127.0.0.1", "--directory", folder])
            { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.BeginErrorReadLine();
            WaitUntilItListens(port);
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

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private void WaitUntilItListens(int port)
        {
            while (true)
            {
                try
                {
                    using var client = new TcpClient();
                    client.Connect(IPAddress.Loopback, port);
                    return;
                }
                catch (SocketException)
                {
                    Assert.That(process.HasExited, Is.False, "the server has ended");
                    Thread.Sleep(20);
                }
            }
        }
    }
}
