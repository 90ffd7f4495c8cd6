using LibGit2Sharp;
using VmTest.Memory;
using VmTest.Model;
using VmTest.Nix;
using VmTest.UnitTests.Support;
using Repository = LibGit2Sharp.Repository;

namespace VmTest.UnitTests.Memory;

public sealed class SourceReaderTests
{
    private readonly TemporaryFolder folder = new();

    [TearDown]
    public void Remove() => folder.Dispose();

    [Test]
    public async Task Of_a_folder_without_Git_every_file_is_known_and_links_and_pipes_hold_nothing_up()
    {
        folder.Write("flake.nix", "{ }");
        folder.Write("hosts/web.nix", "{ }");
        File.CreateSymbolicLink(folder.Below("link.nix"), "/etc/passwd");
        await Command.RunAsync("mkfifo", folder.Below("pipe"));

        var state = Read(folder.Path);

        Assert.That(state.Files.Keys, Is.EquivalentTo(new[] { "flake.nix", "hosts/web.nix", "link.nix", "pipe" }));
        Assert.That(state.Files["flake.nix"], Is.EqualTo(state.Files["hosts/web.nix"]).And.Length.EqualTo(16));
        Assert.That(state.Files["link.nix"], Is.EqualTo("link /etc/passwd"));
        Assert.That(state.Untracked, Is.Empty);
    }

    [Test]
    public void Of_a_repository_files_that_Git_does_not_track_are_apart_and_those_of_runs_are_none()
    {
        folder.Write("flake.nix", "{ }");
        folder.Write("hosts/web.nix", "{ }");
        folder.Write(".gitignore", "ignored\n");
        Repository.Init(folder.Path);
        using (var repository = new Repository(folder.Path))
        {
            Commands.Stage(repository, "*");
        }

        folder.Write("hosts/new.nix", "{ }");
        folder.Write("ignored", "x");
        folder.Write("artifacts/vmtest/report.json", "{}");

        var state = Read(folder.Path);

        Assert.That(state.Files.Keys, Is.EquivalentTo(new[] { "flake.nix", "hosts/web.nix", ".gitignore" }));
        Assert.That(state.Untracked.Keys, Is.EqualTo(new[] { "hosts/new.nix" }));
        Assert.That(FlakeKey.Of(folder.Path), Is.EqualTo(FlakeKey.Of(folder.Path + "/")).And.Length.EqualTo(8));
    }

    [Test]
    public void A_flake_in_a_folder_of_its_repository_names_files_as_its_author_does()
    {
        folder.Write("machines/flake.nix", "{ }");
        folder.Write("common.nix", "{ }");
        Repository.Init(folder.Path);
        using var repository = new Repository(folder.Path);
        Commands.Stage(repository, "*");

        Assert.That(Read(folder.Below("machines")).Files.Keys, Is.EquivalentTo(new[] { "flake.nix", "../common.nix" }));
    }

    [Test]
    public void Two_checkouts_of_one_remote_are_the_same_flake_and_two_folders_are_not()
    {
        foreach (var name in new[] { "one", "two", "three" })
        {
            Repository.Init(folder.Below(name));
            using var repository = new Repository(folder.Below(name));
            repository.Network.Remotes.Add("origin", name == "three" ? "https://example.org/b" : "https://example.org/a");
        }

        Assert.That(FlakeKey.Of(folder.Below("one")), Is.EqualTo(FlakeKey.Of(folder.Below("two"))));
        Assert.That(FlakeKey.Of(folder.Below("one")), Is.Not.EqualTo(FlakeKey.Of(folder.Below("three"))));
        Assert.That(FlakeKey.Of("github:owner/name/abc"), Is.EqualTo(FlakeKey.Of("github:owner/name")));
        Assert.That(FlakeKey.Of("github:owner/name"), Is.Not.EqualTo(FlakeKey.Of("github:owner/other")));
        Assert.That(FlakeKey.Of(null), Is.Not.EqualTo(FlakeKey.Of(folder.Path)));
    }

    [Test]
    public void Of_a_tree_that_is_larger_than_what_is_recorded_only_what_both_know_is_compared()
    {
        var before = Enumerable.Range(0, SourceReader.MostFiles).ToDictionary(index => $"f{index:d5}", _ => "1");
        var now = before.Skip(1).ToDictionary(file => file.Key, file => file.Value);
        now["f00000a"] = "1";

        Assert.That(SourceComparison.Files(before, now), Is.EqualTo(new[]
        {
            new FileChange("f00000", FileChangeKind.Removed), new FileChange("f00000a", FileChangeKind.Added),
        }));
    }

    private SourceState Read(string flake) => SourceReader.Read(
        new LockedFlake(new FlakeReference(".", flake), new FlakeSource(flake)), "/", folder.Below("artifacts/vmtest"));
}
