namespace VmTest.Supervision;

public enum LedgerState
{
    Announced,
    Made,
    Released,
}
