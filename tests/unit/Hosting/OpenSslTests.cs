using VmTest.Hosting;
using VmTest.Model;
using VmTest.Record;

namespace VmTest.UnitTests.Hosting;

public sealed class OpenSslTests
{
    [TestCase("libssl.so.3")]
    [TestCase("libssl.so.1.1")]
    public void Any_version_that_the_runtime_takes_will_do(string there) =>
        Assert.That(OpenSsl.Explain(name => name == there), Is.Null);

    [Test]
    public void Where_there_is_none_it_is_named_with_the_way_to_get_it() =>
        Assert.That(OpenSsl.Explain(_ => false),
            Has.Property(nameof(Finding.Code)).EqualTo(FailureCodes.ToolMissing)
                .And.Property(nameof(Finding.Message)).StartsWith("OpenSSL is missing")
                .And.Property(nameof(Finding.Hint)).Contains("apt-get install"));

    [Test]
    public void A_program_of_several_files_is_not_asked() => Assert.That(OpenSsl.Explain(), Is.Null);
}
