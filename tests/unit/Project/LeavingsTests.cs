using VmTest.Project;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Project;

public sealed class LeavingsTests
{
    private const string Run = "20261123-074512-a1b2";

    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void Runs_their_link_and_the_caches_go_and_whatever_else_lies_beside_them_stays()
    {
        folder.Write($"out/{Run}/report.json", "{}");
        folder.Write("out/notes.txt", "mine");
        folder.Write("out/20261123/photo", "mine, too");
        folder.Write("cache/host", "published");
        File.CreateSymbolicLink(folder.Below("out/latest"), Run);

        var removed = Leavings.RemoveFrom(folder.Below("out"), folder.Below("cache"), folder.Below("no-such-cache"));

        Assert.That(removed, Is.EqualTo(new[] { folder.Below($"out/{Run}"), folder.Below("cache") }));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
            Is.EqualTo(
                new[] { "out", "out/20261123", "out/20261123/photo", "out/notes.txt" }.Select(folder.Below)));
    }

    [Test]
    public void A_link_in_the_output_folder_is_removed_and_not_followed()
    {
        folder.Write("elsewhere/precious", "mine");
        Directory.CreateDirectory(folder.Below("out"));
        File.CreateSymbolicLink(folder.Below("out/latest"), folder.Below("elsewhere"));

        Assert.That(Leavings.RemoveFrom(folder.Below("out")), Is.Empty);

        Assert.That(Path.Exists(folder.Below("out/latest")), Is.False);
        Assert.That(File.Exists(folder.Below("elsewhere/precious")), Is.True);
    }

    [Test]
    public void Without_anything_to_remove_nothing_happens_as_often_as_it_is_asked()
    {
        Assert.That(Leavings.RemoveFrom(folder.Below("out")), Is.Empty);
        Assert.That(Leavings.RemoveFrom(folder.Below("out"), folder.Below("cache")), Is.Empty);
    }
}
