using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>Reads a passphrase from a file: on the command line, every process of this machine could read it.</summary>
internal static class PassphraseFile
{
    /// <summary>One line, with or without its end.</summary>
    /// <exception cref="UsageException">It cannot be read, or is no passphrase that can be typed.</exception>
    public static Secret Read(string name, string value, string workingDirectory)
    {
        var path = Path.GetFullPath(value, workingDirectory);
        byte[] bytes;
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[Limits.MaximumPassphraseBytes + 3];
            bytes = buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--{name} takes a file that holds a passphrase, but '{path}' cannot be read: {error.Message}");
        }

        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\n').TrimEnd('\r');
        return Secret.CanBeTyped(text)
            ? new Secret(text)
            : throw new UsageException($"--{name} takes a file with {Secret.Typable}, but '{path}' holds something else.");
    }
}
