using VmTest.Supervision;

namespace VmTest.Provisioning;

/// <summary>Something that has to be on the machine, and where it comes from.</summary>
/// <param name="Program">The program looked for; for a library, the file.</param>
/// <param name="DebianPackage">The package on Debian and Ubuntu that holds it.</param>
public sealed record Need(string Program, string DebianPackage)
{
    public bool IsThere => Program.StartsWith('/') ? Path.Exists(Program) : Executables.Find(Program) is not null;
}
