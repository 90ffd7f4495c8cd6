namespace VmTest.Guest.Screen;

/// <summary>What a machine's screen showed.</summary>
/// <param name="File">The PNG file.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Colours">Distinct colours; counted no further than <see cref="ColoursOfAPicture"/>.</param>
/// <param name="IsBlank">Whether it shows nothing but a cursor at most.</param>
public sealed record Screenshot(string File, int Width, int Height, int Colours, bool IsBlank)
{
    /// <summary>A screen with fewer colours is blank or a text console; a plain login screen has more than a hundred.</summary>
    internal const int ColoursOfAPicture = 16;

    /// <summary>Whether it shows more than a blank screen or a text console.</summary>
    public bool IsPicture => Colours >= ColoursOfAPicture;
}
