using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>The working directory that the build, not its caller, asks for.</summary>
internal sealed record WorkingDirectory(DirectoryPath Path);
