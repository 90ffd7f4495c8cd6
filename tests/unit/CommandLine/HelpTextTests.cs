using Snapshooter.NUnit;
using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.CommandLine;

public sealed class HelpTextTests
{
    [Test]
    public void The_help_text_is_what_it_was() => Snapshot.Match(HelpText.Render());

    [Test]
    public void The_text_that_the_launcher_shows_before_there_is_a_host_is_the_hosts_own() => Assert.That(
        File.ReadAllText(Repository.Below("docs/help.txt")),
        Is.EqualTo(HelpText.Render()),
        "a host that is built already writes it anew: ./build.sh --tree && ./build.sh --help >docs/help.txt");

    [Test]
    public void Help_names_every_target_and_every_argument_with_its_example()
    {
        var text = HelpText.Render();

        Assert.Multiple(() =>
        {
            foreach (var (name, description) in Targets.All)
            {
                Assert.That(text, Does.Contain(name).And.Contain(description));
            }

            foreach (var option in OptionCatalogue.All)
            {
                Assert.That(
                    text, Does.Contain($"--{option.Name}").And.Contain(option.Description).And.Contain($"Example: {option.Example}"));
            }
        });
    }
}
