namespace VmTest.Cleanup;

public enum LedgerState
{
    Announced,
    Made,
    Released,
}
