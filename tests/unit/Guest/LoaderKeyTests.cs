using System.Text;
using VmTest.Guest;
using VmTest.Guest.Serial;

namespace VmTest.UnitTests.Guest;

public sealed class LoaderKeyTests
{
    [Test]
    public void A_guest_that_makes_up_prompts_gets_only_so_many_keys()
    {
        using var keyboard = new MemoryStream();
        var key = new LoaderKey(keyboard);

        for (var count = 0; count < 100; count++)
        {
            key.Press();
        }

        Assert.That(Encoding.UTF8.GetString(keyboard.ToArray()), Is.EqualTo("\r\r\r\r\r\r\r\r"));
    }

    [Test]
    public void GRUBs_wait_is_one_sign_though_its_line_ends_only_behind_the_key()
    {
        var signs = new List<ConsoleSign>();
        var console = new ConsoleRecord(Stream.Null, () => TimeSpan.Zero, (sign, _) => signs.Add(sign));

        console.Feed("error: you need to load the kernel first.\r\n\r\nPress any key to continue..."u8);
        console.Feed("\r\n  Failed to boot both default and fallback entries.\r\n"u8);

        Assert.That(signs, Is.EqualTo(new[] { ConsoleSign.LoaderError, ConsoleSign.LoaderPause, ConsoleSign.LoaderPrompt }));
    }
}
