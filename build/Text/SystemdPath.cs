using System.Globalization;
using System.Text;

namespace VmTest.Text;

/// <summary>Paths as systemd writes them in the names of units (systemd-escape(1), systemd.unit(5)).</summary>
internal static class SystemdPath
{
    private const int EscapedLength = 4;

    /// <summary><c>-</c> is the root, <c>srv-data</c> is /srv/data, and <c>\x2d</c> is a dash.</summary>
    /// <param name="name">The escaped name, without the suffix of a unit.</param>
    public static string Of(string name) => name == "-" ? "/" : $"/{Unescape(name)}";

    /// <summary>The text behind an escaped one: a dash is a slash, and each escaped byte is one of UTF-8.</summary>
    public static string Unescape(string name)
    {
        var text = new List<byte>();
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '\\' && name.Length - at >= EscapedLength && name[at + 1] == 'x'
                && byte.TryParse(name.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Add(code);
                at += EscapedLength - 1;
            }
            else
            {
                text.AddRange(Encoding.UTF8.GetBytes(name[at] == '-' ? "/" : name[at].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    /// <summary>A path, or any text, as a part of a unit's name.</summary>
    public static string Escape(string text)
    {
        var path = text.Trim('/');
        var escaped = new StringBuilder();
        foreach (var letter in Encoding.UTF8.GetBytes(path.Length == 0 ? "/" : path))
        {
            var kept = char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)':' or (byte)'_'
                || (letter == (byte)'.' && escaped.Length > 0);
            escaped.Append(kept ? ((char)letter).ToString() : letter == (byte)'/' ? "-" : $@"\x{letter:x2}");
        }

        return escaped.ToString();
    }
}
