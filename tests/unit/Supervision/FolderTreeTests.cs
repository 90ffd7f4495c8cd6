using System.Diagnostics;
using System.Text;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class FolderTreeTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [TestCase(31)]
    [TestCase(33)]
    [TestCase(600)]
    [TestCase(5000)]
    public void However_deep_a_tree_is_it_is_removed(int depth)
    {
        // Paths of this length cannot be written down: it is made from the bottom up.
        Shell($"mkdir x; for i in $(seq {depth}); do mkdir y && mv x y/ && mv y x && touch x/file; done");

        Assert.That(Removed(), Is.Empty);
        Assert.That(folder.Below("x"), Does.Not.Exist);
    }

    [Test]
    public void Names_that_are_no_text_are_removed()
    {
        Shell(@"mkdir -p x; cd x; mkdir $(printf '\377\376') && touch $(printf '\377\376')/$(printf '\200') ""$(printf 'two\nlines')"" "
            + @"-- -rf; ln -s / $(printf '\303')");

        Assert.That(Removed(), Is.Empty);
        Assert.That(folder.Below("x"), Does.Not.Exist);
    }

    [Test]
    public void What_a_link_leads_to_stays()
    {
        var precious = folder.Write("precious/file", "x");
        Shell("mkdir x; ln -s ../precious x/folder; ln -s ../precious/file x/file; ln precious/file x/hard");

        Assert.That(Removed(), Is.Empty);
        Assert.That(precious, Does.Exist);
    }

    [Test]
    public void What_cannot_be_removed_is_named_and_all_else_goes()
    {
        Root.Needed("mount");
        Shell("mkdir -p x/a/deep x/b x/c; touch x/a/file x/b/file x/c/file; mount -t tmpfs none x/b; touch x/b/precious");
        try
        {
            Assert.That(Removed(), Is.EqualTo(new[] { $"mount {folder.Below("x")}/b" }));
            Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("x")), Is.EqualTo(new[] { folder.Below("x/b") }));
            Assert.That(folder.Below("x/b/precious"), Does.Exist);
        }
        finally
        {
            Shell("umount x/b");
        }
    }

    [Test]
    public void An_ordinary_user_removes_what_their_builders_made_unreadable()
    {
        // A process of its own: the user of a process is one for all its threads.
        Root.Needed("give files to another user");
        Shell("chmod 755 .; mkdir -p x/a/b; touch x/a/b/file; chown -R 54321 x; chmod 0 x/a/b x/a");
        File.WriteAllText(folder.Below("owner"), "x");
        Shell("chown 54321 . && setpriv --reuid=54321 --clear-groups rm -rf x/a 2>/dev/null && exit 9; exit 0");

        Assert.That(folder.Below("x/a"), Does.Exist, "the test itself is about what rm cannot remove");
        using var user = EffectiveUser.Become(54321);
        Assert.That(Removed(), Is.Empty);
    }

    [Test]
    public void Of_many_leftovers_some_are_named_and_all_are_counted()
    {
        Root.Needed("mount");
        Shell("mkdir x; for i in $(seq 25); do touch x/$i; done; touch mounted; for i in $(seq 25); do mount --bind mounted x/$i; done");
        try
        {
            var left = Removed();

            Assert.That(left, Has.Count.EqualTo(21));
            Assert.That(left[^1], Is.EqualTo("and 5 more"));
        }
        finally
        {
            Shell("for i in $(seq 25); do umount x/$i; done");
        }
    }

    private IReadOnlyList<string> Removed()
    {
        using var parent = FolderHandle.TryOpen(folder.Path)!;
        return FolderTree.Remove(parent, Encoding.UTF8.GetBytes("x"), folder.Below("x"));
    }

    private void Shell(string script)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder.Path })!;
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}
