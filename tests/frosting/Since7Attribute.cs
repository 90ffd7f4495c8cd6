namespace Cake.Frosting.Tests;

/// <summary>A behaviour that the package has from its version 7.0 on; with an older one these tests fail, and only these.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Since7Attribute() : CategoryAttribute("since-7");
