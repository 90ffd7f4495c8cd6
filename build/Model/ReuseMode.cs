namespace VmTest.Model;

/// <summary>Which hosts are not tested again.</summary>
public enum ReuseMode
{
    None,

    /// <summary>Those of which an earlier run has proved exactly this.</summary>
    Unchanged,
}
