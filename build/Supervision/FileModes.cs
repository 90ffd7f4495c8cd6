using System.Globalization;

namespace VmTest.Supervision;

/// <summary>
/// Who may read what a run writes. Consoles and journals hold secrets: they are for the owner alone, unless the folder
/// that they are put into was made for others, too.
/// </summary>
internal static class FileModes
{
    private const uint BitsOfOthers = 0x3F;
    private const uint WriteBitsOfOthers = 0x12;
    private const int Octal = 8;

    private static readonly Lazy<uint> LazyInherited = new(() =>
    {
        // There is no call that only reads it.
        var mask = FileCalls.SetModeMask(BitsOfOthers);
        _ = FileCalls.SetModeMask(mask);
        return mask;
    });

    /// <summary>The mask of whoever started this program, in octal digits: the programs that it starts get it back.</summary>
    public static string Inherited => Convert.ToString(LazyInherited.Value, Octal).PadLeft(3, '0').ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// From now on every file and folder of this program is for its owner alone, or is readable to those who may read the
    /// output folder.
    /// </summary>
    public static void Restrict(string output)
    {
        var inherited = LazyInherited.Value;
        var open = Directory.Exists(output) ? (uint)File.GetUnixFileMode(output) & BitsOfOthers : 0;
        _ = FileCalls.SetModeMask(inherited | WriteBitsOfOthers | (BitsOfOthers & ~open));
    }
}
