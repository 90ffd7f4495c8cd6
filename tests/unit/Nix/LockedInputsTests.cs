using Newtonsoft.Json.Linq;
using VmTest.Nix;

namespace VmTest.UnitTests.Nix;

public sealed class LockedInputsTests
{
    private const string Locks = """
        {
          "root": "root",
          "nodes": {
            "root": { "inputs": { "tools": "tools", "nixpkgs": "nixpkgs" } },
            "nixpkgs": { "locked": { "narHash": "sha256-vQvixKLs3R++NPht7Ok476isTj3widhZ/q9bZFqzgug=", "rev": "0123456789abcdef" } },
            "tools": {
              "inputs": { "nixpkgs": [ "nixpkgs" ], "more": "more" },
              "locked": { "type": "path", "path": "/home/me/tools", "narHash": "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }
            },
            "more": { "locked": { "narHash": "sha256-BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } }
          }
        }
        """;

    [Test]
    public void The_copy_of_an_input_is_known_by_its_hash_and_an_input_of_an_input_by_both_names()
    {
        var copies = LockedInputs.Copies(JObject.Parse(Locks));

        Assert.Multiple(() =>
        {
            Assert.That(copies.Values.Distinct(), Is.EquivalentTo(new[] { "tools", "nixpkgs", "tools/more" }));
            Assert.That(copies["0123456789abcdef"], Is.EqualTo("nixpkgs"));
            Assert.That(copies["home/me/tools"], Is.EqualTo("tools"));
            Assert.That(copies[LockedInputs.Path("sha256-vQvixKLs3R++NPht7Ok476isTj3widhZ/q9bZFqzgug=")!], Is.EqualTo("nixpkgs"));
        });
    }

    [Test]
    public void A_folder_without_Git_that_changed_between_two_calls_is_known_by_its_files_in_either_copy()
    {
        var folder = Directory.CreateTempSubdirectory("vmtest-plain-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "flake.nix"), "{ }");
            var source = new FlakeSource(folder);
            source.Learn("/nix/store/11111111111111111111111111111111-source", null);
            source.LearnInputs([new KeyValuePair<string, string>("/nix/store/22222222222222222222222222222222-source", "tools")]);

            Assert.Multiple(() =>
            {
                Assert.That(source.Relative("/nix/store/33333333333333333333333333333333-source/hosts/a.nix"), Is.EqualTo("hosts/a.nix"));
                Assert.That(source.Relative("/nix/store/22222222222222222222222222222222-source/hosts/a.nix"), Is.Null);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCase("sha256-short")]
    [TestCase("md5-vQvixKLs3R++NPht7Ok476isTj3widhZ/q9bZFqzgug=")]
    [TestCase("")]
    public void Another_hash_has_no_path(string hash) => Assert.That(LockedInputs.Path(hash), Is.Null);

    [Test]
    public void A_file_of_an_input_is_named_with_it_and_a_file_of_the_flake_without()
    {
        var source = new FlakeSource("/nowhere/flake");
        const string copy = "/nix/store/00000000000000000000000000000000-source";
        source.Learn("/nix/store/11111111111111111111111111111111-source", null);
        source.LearnInputs(LockedInputs.Copies(JObject.Parse(Locks)).Append(new KeyValuePair<string, string>(copy, "home-manager")));

        Assert.Multiple(() =>
        {
            Assert.That(source.Name(copy + "/modules/programs/git.nix"), Is.EqualTo("home-manager: modules/programs/git.nix"));
            Assert.That(source.Name("«github:NixOS/nixpkgs/0123456789abcdef»/lib/x.nix"), Is.EqualTo("nixpkgs: lib/x.nix"));
            Assert.That(source.Name("/nix/store/11111111111111111111111111111111-source/hosts/a.nix"), Is.EqualTo("hosts/a.nix"));
        });
    }
}
