namespace VmTest.Guest.Screen;

/// <summary>What a machine's screen showed.</summary>
/// <param name="File">The PNG file.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Colours">Distinct colours; counted no further than <see cref="Limits.ColoursOfAPicture"/>.</param>
public sealed record Screenshot(string File, int Width, int Height, int Colours)
{
    /// <summary>Whether it shows more than a blank screen or a text console.</summary>
    public bool IsPicture => Colours >= Limits.ColoursOfAPicture;
}
