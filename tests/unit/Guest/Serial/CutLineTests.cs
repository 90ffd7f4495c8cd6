using System.Text;
using VmTest.Guest.Serial;

namespace VmTest.UnitTests.Guest.Serial;

/// <summary>The bytes are of SeaBIOS 1.16.2 and GRUB 2.12 on a busy machine.</summary>
public sealed class CutLineTests
{
    private readonly List<ConsoleSign> signs = [];

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(1000)]
    public void What_a_pausing_boot_loader_says_is_read_as_one_line_however_it_arrives(int atOnce)
    {
        var console = Read("\e[0;30;47mW\r\e[10;02Helcome to GRUB!\r\n\n\e[0me\r\e[12;02Hrror: file `/boot/grub/i386-pc/nor\e[12;37H"
            + "\e[12;38Hmal.mod' not found.\r\ng\r\e[13;02Hrub rescue> ", atOnce);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(console.Tail, Has.Some.EqualTo("Welcome to GRUB!"));
            Assert.That(console.Tail, Has.Some.EqualTo("error: file `/boot/grub/i386-pc/normal.mod' not found."));
            Assert.That(signs, Has.Some.EqualTo(ConsoleSign.LoaderPrompt));
        }
    }

    [TestCase("g\n\e[13;02Hrub>", "rub>", Description = "A line feed goes to the next line.")]
    [TestCase("g\r\e[13;07Hrub>", "rub>", Description = "The cursor stands elsewhere.")]
    [TestCase("a\rgrub", "grub", Description = "It is written over.")]
    [TestCase("g\r\n\e[13;02Hrub>", "rub>", Description = "The line ended.")]
    public void Only_a_cursor_behind_what_stood_there_goes_on_with_it(string said, string last) =>
        Assert.That(Read(said + "\r\n", 1000).Tail[^1], Is.EqualTo(last));

    private ConsoleRecord Read(string said, int atOnce)
    {
        var console = new ConsoleRecord(Stream.Null, () => TimeSpan.Zero, (sign, _) => signs.Add(sign));
        foreach (var part in Encoding.UTF8.GetBytes(said).Chunk(atOnce))
        {
            console.Feed(part);
        }

        return console;
    }
}
