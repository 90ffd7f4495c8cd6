using System.Text;
using System.Xml.Linq;

namespace VmTest.Reports.Rendering;

/// <summary>How much a page may still grow, in bytes of what is written.</summary>
internal sealed class PageBudget(long bytes)
{
    public long Left { get; private set; } = bytes;

    /// <summary>The element where it fits, else a sentence that says where to find what is missing.</summary>
    public XElement OrNote(XElement element, string note) => TrySpend(element) ? element : Markup.Element("p", Markup.Class("note"), note);

    /// <summary>Counts the element if it fits.</summary>
    public bool TrySpend(XElement element)
    {
        var size = Encoding.UTF8.GetByteCount(element.ToString(SaveOptions.DisableFormatting));
        if (size > Left)
        {
            return false;
        }

        Left -= size;
        return true;
    }

    /// <summary>
    /// An equal part of what is left, for one of several that are still to come; what is used of it is then to be spent
    /// here.
    /// </summary>
    public PageBudget Share(int count) => new(Left / Math.Max(1, count));
}
