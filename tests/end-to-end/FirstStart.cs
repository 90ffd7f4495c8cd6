using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests;

/// <summary>
/// Builds the program under test before any test starts it: with its compiler at work, a test would find processes and files
/// that are none of the run's.
/// </summary>
[SetUpFixture]
internal sealed class FirstStart
{
    [OneTimeSetUp]
    public void Build() =>
        Shell.Run("env", "VMTEST_AHEAD_OF_TIME=now", Repository.Host, "--tree");
}
