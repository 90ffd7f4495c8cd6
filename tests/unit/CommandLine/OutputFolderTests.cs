using VmTest.CommandLine;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.CommandLine;

public sealed class OutputFolderTests
{
    [Test]
    public void A_folder_and_one_that_can_be_made_will_do()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Below("there"));
        File.CreateSymbolicLink(folder.Below("link"), "there");

        foreach (var path in (string[])["there", "link", "to/be/made", "link/below"])
        {
            Assert.DoesNotThrow(() => OutputFolder.Check(folder.Below(path)), path);
        }
    }

    [TestCase("file", "file", "is a file and no folder")]
    [TestCase("file/below/it", "file", "is a file and no folder")]
    [TestCase("loop", "loop", "is a link that leads back to itself")]
    [TestCase("loop/below", "loop", "is a link that leads back to itself")]
    [TestCase("dangling/below", "dangling", "is a link to 'nowhere', which does not exist")]
    public void What_can_be_no_folder_is_refused_with_path_and_reason(string name, string culprit, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", "x");
        File.CreateSymbolicLink(folder.Below("loop"), "loop");
        File.CreateSymbolicLink(folder.Below("dangling"), "nowhere");

        var error = Assert.Throws<UsageException>(() => OutputFolder.Check(folder.Below(name)));

        Assert.That(error!.Message, Does.StartWith($"--output={folder.Below(name)} cannot be used: '{folder.Below(culprit)}' {reason}."));
    }
}
