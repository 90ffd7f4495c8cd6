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

    [TestCase("/nix/store/" + Hash + "-source/hosts/web.nix", "/nix/store/" + Hash + "-source", "hosts/web.nix")]
    [TestCase("«git+file:///x»/hosts/web.nix", "«git+file:///x»", "hosts/web.nix")]
    public void A_path_in_a_flakes_copy_has_a_root_and_what_lies_below_it(string path, string root, string below) =>
        Assert.That(StorePath.Source(path), Is.EqualTo((root, below)));

    [TestCase("/nix/store/" + Hash + "-hello/x")]
    [TestCase("/home/x/flake.nix")]
    public void Any_other_path_is_no_copy_of_a_flake(string path) => Assert.That(StorePath.Source(path), Is.Null);
}
