namespace VmTest.Model;

/// <summary>What had become of a unit when the watch ended.</summary>
public enum TimelineState
{
    /// <summary>It is up.</summary>
    Active,

    /// <summary>It ran and ended well, as a oneshot service does.</summary>
    Finished,

    Failed,

    /// <summary>It was still on its way.</summary>
    Starting,
}
