using Microsoft.Extensions.Time.Testing;
using VmTest.Model;
using VmTest.Nix;

namespace VmTest.UnitTests.Nix;

/// <summary>What the log of Nix says of time and bytes.</summary>
public sealed class NixUsageTests
{
    private const int Build = 105, Transfer = 101, Copy = 100, Substitute = 108;

    private readonly FakeTimeProvider time = new();
    private readonly NixLogReader reader;

    public NixUsageTests() => reader = new NixLogReader(TextWriter.Null, 0, time);

    [Test]
    public void Each_moment_counts_once_and_a_builder_before_the_network()
    {
        After(1, () => Start(1, Substitute, "/nix/store/x-a"));
        After(2, () => Start(2, Transfer, "https://cache.example/nar/x.nar.xz"));
        After(4, () => Start(3, Build, "/nix/store/x-b.drv"));
        After(8, () => Stop(2));
        After(16, () => Stop(3));
        After(32, () => Stop(1));
        time.Advance(TimeSpan.FromSeconds(64));

        Assert.That(reader.Usage, Is.EqualTo(new NixUsage { CopyMs = 34_000, FetchMs = 4000, BuildMs = 24_000, Builds = 1 }));
    }

    [Test]
    public void Bytes_of_a_download_are_those_it_came_to_also_where_it_never_ended()
    {
        Start(1, Transfer, "https://cache.example/x.narinfo");
        Progress(1, 100);
        Progress(1, 700);
        Stop(1);
        Start(2, Transfer, "https://cache.example/nar/x.nar.xz");
        Progress(2, 5000);
        Start(3, Copy, "/nix/store/x-a");
        Progress(3, 20_000);

        var usage = reader.Usage;
        Assert.That((usage.Downloads, usage.DownloadedBytes), Is.EqualTo((2, 5700)));
        Assert.That((usage.Copies, usage.CopiedBytes), Is.EqualTo((1, 20_000)));
    }

    [Test]
    public void A_file_of_this_machine_an_upload_and_a_file_that_is_not_there_are_no_downloads()
    {
        Start(1, Transfer, "file:///srv/cache/x.narinfo");
        Progress(1, 100);
        Start(2, Transfer, "https://cache.example/y.narinfo", "uploading 'https://cache.example/y.narinfo'");
        Progress(2, 100);
        Start(3, Transfer, "https://cache.example/z.narinfo");
        Stop(3);

        Assert.That(reader.Usage, Is.EqualTo(new NixUsage()));
    }

    [Test]
    public void Whatever_numbers_a_broken_log_has_the_sums_stay_numbers()
    {
        foreach (var (id, bytes) in new[] { (1, long.MaxValue), (2, long.MaxValue), (3, long.MinValue), (4, -1) })
        {
            Start(id, Transfer, $"https://cache.example/{id}");
            Progress(id, bytes);
        }

        Stop(99);
        Start(1, Transfer, "https://cache.example/again");

        Assert.That(reader.Usage.DownloadedBytes, Is.Positive);
        Assert.That(reader.Usage.Downloads, Is.EqualTo(2));
    }

    private void After(int seconds, Action line)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        line();
    }

    private void Start(int id, int type, string subject, string text = "") => reader.Read(
        $$"""@nix {"action":"start","id":{{id}},"level":3,"type":{{type}},"text":"{{text}}","fields":["{{subject}}"]}""");

    private void Progress(int id, long done) =>
        reader.Read($$"""@nix {"action":"result","id":{{id}},"type":105,"fields":[{{done}},0,0,0]}""");

    private void Stop(int id) => reader.Read($$"""@nix {"action":"stop","id":{{id}}}""");
}
