using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class FolderSizeTests
{
    [Test]
    public void Of_a_tree_what_its_files_take_on_disk_counts_without_holes_links_and_second_names()
    {
        using var folder = new TemporaryFolder();
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "below")).FullName;
        File.WriteAllBytes(Path.Combine(below, "file"), new byte[1 << 20]);
        using (var hole = File.Create(Path.Combine(folder.Path, "disk")))
        {
            hole.SetLength(1L << 40);
        }

        File.CreateSymbolicLink(Path.Combine(folder.Path, "link"), Path.Combine(below, "file"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "round"), folder.Path);
        var size = FolderSize.Measure(folder.Path);

        Assert.That(size, Is.InRange(1 << 20, (1 << 20) + (64 << 10)));
        Assert.That(FolderSize.Measure(Path.Combine(folder.Path, "missing")), Is.Null);
        Assert.That(FolderSize.Measure(Path.Combine(folder.Path, "round")), Is.Null);
    }
}
