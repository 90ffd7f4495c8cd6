using VmTest.Model;
using VmTest.Supervision;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Supervision;

public sealed class RunDirectoryTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public void A_runs_folder_and_its_root_are_for_the_owner_alone()
    {
        using var directory = new RunDirectory("20261123-074512-3f9a", "/artifacts", folder.Below("root"));
        var below = directory.MakeFolder("s");

        Assert.Multiple(() =>
        {
            Assert.That(File.GetUnixFileMode(folder.Below("root")), Is.EqualTo(OwnerOnly));
            Assert.That(File.GetUnixFileMode(directory.Path), Is.EqualTo(OwnerOnly));
            Assert.That(File.GetUnixFileMode(below), Is.EqualTo(OwnerOnly));
            Assert.That(directory.Path, Is.EqualTo(folder.Below("root/20261123-074512-3f9a")));
        });
    }

    [Test]
    public void A_root_that_others_can_enter_is_refused()
    {
        Directory.CreateDirectory(folder.Below("root"), OwnerOnly | UnixFileMode.OtherExecute);

        Assert.That(() => new RunDirectory("id", "/artifacts", folder.Below("root")), Throws.TypeOf<IOException>().With.Message.Contains("is not a private folder of this user"));
    }

    [Test]
    public void A_root_that_is_a_link_is_refused()
    {
        Directory.CreateDirectory(folder.Below("elsewhere"), OwnerOnly);
        Directory.CreateSymbolicLink(folder.Below("root"), folder.Below("elsewhere"));

        Assert.That(() => new RunDirectory("id", "/artifacts", folder.Below("root")), Throws.TypeOf<IOException>());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("elsewhere")), Is.Empty);
    }

    [Test]
    public void The_ledger_knows_the_folder_and_what_is_made_in_it()
    {
        using var directory = new RunDirectory("id", "/artifacts", folder.Below("root"));
        directory.MakeFolder("s");
        directory.MakeFolder("s");

        Assert.That(directory.Ledger.Open().Select(entry => entry.Name), Is.EqualTo(new[] { directory.Path, Path.Combine(directory.Path, "s") }));
        Assert.That(Ledger.Read(Path.Combine(directory.Path, Ledger.FileName))?.Head.Artifacts, Is.EqualTo("/artifacts"));
    }

    [Test]
    public void The_paths_of_sockets_are_short_enough() =>
        Assert.That(RunDirectory.Roots().Select(root => Path.Combine(root, new string('x', RunNames.IdLength), RunPaths.Sockets, "99q").Length), Is.All.LessThan(RunDirectory.SocketPathBytes));
}
