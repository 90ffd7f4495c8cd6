using Newtonsoft.Json.Linq;

namespace VmTest.Nix;

/// <summary>One attribute of <c>system.build.vmTest</c>.</summary>
/// <param name="Name">The attribute's name; empty where <c>system.build.vmTest</c> itself is no set.</param>
/// <param name="Type">As <c>builtins.typeOf</c> calls it.</param>
/// <param name="Value">Numbers, texts and lists of texts; null for any other value, also in a list.</param>
/// <param name="Place">Where it is written; null where it was computed.</param>
public sealed record FlakeSetting(string Name, string Type, JToken? Value, SettingPlace? Place);
