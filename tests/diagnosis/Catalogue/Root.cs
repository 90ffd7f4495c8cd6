namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>Tests that need the rights of root, and say for what where they have not got them.</summary>
internal static class Root
{
    /// <summary>Skips the test for any other user.</summary>
    /// <param name="why">What only root can do.</param>
    public static void Needed(string why)
    {
        if (Environment.UserName != "root")
        {
            Assert.Ignore($"needs root, who can {why}");
        }
    }
}
