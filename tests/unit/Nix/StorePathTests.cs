using VmTest.Nix;

namespace VmTest.UnitTests.Nix;

public sealed class StorePathTests
{
    private const string Hash = "00000000000000000000000000000000";

    [TestCase("/nix/store/" + Hash + "-hello-1.0.drv", "hello-1.0")]
    [TestCase("/nix/store/" + Hash + "-hello-1.0", "hello-1.0")]
    [TestCase("/nix/store/" + Hash + "-hello-1.0/bin/hello", "/nix/store/" + Hash + "-hello-1.0/bin/hello")]
    [TestCase("hello", "hello")]
    [TestCase("", "")]
    public void The_name_of_a_store_path_stands_behind_its_hash(string path, string name) =>
        Assert.That(StorePath.NameOf(path), Is.EqualTo(name));

    [TestCase("/nix/store/" + Hash + "-source/hosts/web.nix", "hosts/web.nix")]
    [TestCase("«git+file:///x»/hosts/web.nix", "hosts/web.nix")]
    [TestCase("/nix/store/" + Hash + "-hello/x", null)]
    [TestCase("/home/x/flake.nix", null)]
    public void A_file_of_a_flakes_copy_is_named_as_its_author_knows_it(string path, string? relative) =>
        Assert.That(StorePath.BelowSource(path), Is.EqualTo(relative));
}
