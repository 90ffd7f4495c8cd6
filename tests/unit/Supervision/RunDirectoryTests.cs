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
        Directory.CreateDirectory(folder.Below("root"));
        // A run that another test begins at this moment has its own mask for modes.
        File.SetUnixFileMode(folder.Below("root"), OwnerOnly | UnixFileMode.OtherExecute);

        Assert.That(() => new RunDirectory("id", "/artifacts", folder.Below("root")),
            Throws.TypeOf<TemporaryFolderException>().With.Message.Contains("is not a private folder of this user"));
    }

    [Test]
    public void A_root_that_is_a_link_is_refused()
    {
        Directory.CreateDirectory(folder.Below("elsewhere"), OwnerOnly);
        Directory.CreateSymbolicLink(folder.Below("root"), folder.Below("elsewhere"));

        Assert.That(() => new RunDirectory("id", "/artifacts", folder.Below("root")), Throws.TypeOf<TemporaryFolderException>());
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("elsewhere")), Is.Empty);
    }

    [Test]
    public void A_root_of_another_user_is_refused()
    {
        Directory.CreateDirectory(folder.Below("root"), OwnerOnly);
        SecondUser.Own(folder.Below("root"));

        Assert.That(() => new RunDirectory("id", "/artifacts", folder.Below("root")),
            Throws.TypeOf<TemporaryFolderException>().With.Message.Contains("belongs to another user"));
    }

    [Test]
    public async Task A_runs_folder_has_its_ledger_and_its_lock_from_the_first_moment()
    {
        var root = folder.Below("root");
        var seen = 0;
        using var ended = new CancellationTokenSource();
        var watching = Task.Run(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                foreach (var run in Directory.Exists(root) ? Directory.GetDirectories(root, "run-*") : [])
                {
                    seen++;
                    Assert.That(Path.Combine(run, Ledger.FileName), Does.Exist);
                    Assert.That(Path.Combine(run, RunLock.FileName), Does.Exist);
                    Assert.That(Ledger.Read(Path.Combine(run, Ledger.FileName))?.Head.Artifacts, Is.EqualTo("/artifacts"));
                }
            }
        });

        var made = Enumerable.Range(0, 200).Select(number => new RunDirectory($"run-{number}", "/artifacts", root)).ToList();
        await ended.CancelAsync();
        await watching;

        made.ForEach(directory => directory.Dispose());
        Assert.That(seen, Is.Positive);
    }

    [Test]
    public void A_folder_for_builders_is_open_to_all_with_its_parents_and_has_a_name_that_nobody_can_guess()
    {
        using var directory = new RunDirectory("20261123-074512-3f9a", "/artifacts", folder.Below("root"));
        var path = directory.MakeFolderForOthers();

        Assert.That(directory.MakeFolderForOthers(), Is.EqualTo(path));
        for (var each = new DirectoryInfo(path); each is not null; each = each.Parent)
        {
            Assert.That(each.UnixFileMode & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute),
                Is.EqualTo(UnixFileMode.OtherRead | UnixFileMode.OtherExecute), each.FullName);
        }

        Assert.That(Path.GetFileName(path), Does.Match("^vmtest-build-20261123-074512-3f9a-[0-9a-f]{16}$"));
        Assert.That(directory.Empty(), Is.Empty);
        Assert.That(path, Does.Not.Exist);
    }

    [Test]
    public void What_a_sweep_knows_the_run_by_goes_last()
    {
        using var directory = new RunDirectory("id", "/artifacts", folder.Below("root"));
        File.WriteAllText(Path.Combine(directory.MakeFolder("s"), "disk"), "x");

        Assert.That(directory.Empty(), Is.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(directory.Path).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { Ledger.FileName, RunLock.FileName }));

        Assert.That(directory.Retire(), Is.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Below("root")), Is.Empty);
    }

    [Test]
    public void The_ledger_knows_the_folder_and_what_is_made_in_it()
    {
        using var directory = new RunDirectory("id", "/artifacts", folder.Below("root"));
        directory.MakeFolder("s");
        directory.MakeFolder("s");

        Assert.That(
            directory.Ledger.Open().Select(entry => entry.Name), Is.EqualTo(new[] { directory.Path, Path.Combine(directory.Path, "s") }));
        Assert.That(Ledger.Read(Path.Combine(directory.Path, Ledger.FileName))?.Head.Artifacts, Is.EqualTo("/artifacts"));
    }

    [Test]
    public void The_paths_of_sockets_are_short_enough() =>
        Assert.That(RunDirectory.Roots().Select(
            root => Path.Combine(
                root, new string('x', RunNames.IdLength), RunPaths.Sockets, "99q").Length), Is.All.LessThan(RunDirectory.SocketPathBytes));
}
