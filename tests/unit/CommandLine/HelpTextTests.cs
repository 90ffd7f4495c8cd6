using Snapshooter.NUnit;
using VmTest.CommandLine;

namespace VmTest.UnitTests.CommandLine;

public sealed class HelpTextTests
{
    [Test]
    public void The_help_text_is_what_it_was() => Snapshot.Match(HelpText.Render());

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
                Assert.That(text, Does.Contain($"--{option.Name}").And.Contain(option.Description).And.Contain($"Example: {option.Example}"));
            }
        });
    }
}
