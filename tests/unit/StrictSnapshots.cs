namespace VmTest.UnitTests;

/// <summary>A snapshot that is missing fails its test; with SNAPSHOOTER_STRICT_MODE=false it is written instead.</summary>
[SetUpFixture]
public sealed class StrictSnapshots
{
    private const string Variable = "SNAPSHOOTER_STRICT_MODE";

    [OneTimeSetUp]
    public void Demand() => Environment.SetEnvironmentVariable(Variable, Environment.GetEnvironmentVariable(Variable) ?? "true");
}
