using System.Text.RegularExpressions;
using VmTest.RuleTests.Sources;

namespace VmTest.RuleTests.Architecture;

/// <summary>The rooms are layers, and every edge between them shows in the usings of a file.</summary>
public sealed partial class ArchitectureTests
{
    // Beside the rooms: what runs programs may be in these only.
    private static readonly string[] Pure = ["Guest", "Diagnosis"];

    private static readonly string[] Starters = ["ProcessSupervisor", "ProcessSpec", "Spawner", "VmLauncher"];

    [Test]
    public async Task Every_folder_is_a_room_in_the_order()
    {
        var folders = (await Rooms.FilesAsync()).Select(file => Rooms.PathOf(file)[0]).Distinct();

        Assert.That(folders, Is.EquivalentTo(Rooms.Order));
    }

    [Test]
    public void The_picture_of_the_rooms_has_their_order()
    {
        var drawn = Drawn().Matches(SourceFiles.Text("docs/architecture.md")).Select(match => match.Groups["room"].Value);

        Assert.That(drawn, Is.EqualTo(Rooms.Order));
    }

    [Test]
    public async Task A_room_uses_only_rooms_below_it()
    {
        var upwards = from file in await Rooms.FilesAsync()
                      let room = Rooms.PathOf(file)[0]
                      from used in Rooms.UsesOf(file)
                      where used[0] != room && Place(used[0]) < Place(room)
                      select $"{file} uses {used[0]}";

        Assert.That(upwards, Is.Empty);
    }

    [Test]
    public async Task Phases_do_not_use_each_other()
    {
        var edges = from file in await Rooms.FilesAsync()
                    let path = Rooms.PathOf(file)
                    where path[0] == "Phases"
                    from used in Rooms.UsesOf(file)
                    where used[0] == "Phases" && (used.Length < 2 || path.Length < 2 || used[1] != path[1])
                    select $"{file} uses {string.Join('.', used)}";

        Assert.That(edges, Is.Empty);
    }

    [Test]
    public async Task Evidence_and_diagnosis_start_no_program()
    {
        var starts = from file in await Rooms.FilesAsync()
                     where Pure.Contains(Rooms.PathOf(file)[0])
                     from starter in Starters
                     where Word(SourceFiles.Text(file), starter)
                     select $"{file} uses {starter}";

        Assert.That(starts, Is.Empty);
    }

    [Test]
    public async Task Only_the_room_for_CI_hosts_names_variables_of_GitHub()
    {
        var files = (await SourceFiles.AllAsync())
            .Where(file => file.StartsWith(Rooms.Folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

        Assert.That(
            files.Where(file =>
                new[] { "GITHUB_", "COPILOT_" }.Any(name => SourceFiles.Text(file).Contains(name, StringComparison.Ordinal))),
            Has.All.StartsWith("build/Ci/"));
    }

    [Test]
    public async Task The_types_of_QEMUs_protocol_stay_in_their_room()
    {
        var files = (await Rooms.FilesAsync()).Where(file => Rooms.PathOf(file)[0] != "Qemu");

        Assert.That(files.Where(file => Protocol().IsMatch(SourceFiles.Text(file))), Is.Empty);
    }

    [Test]
    public async Task No_half_qualified_name_hides_an_edge()
    {
        var types = (await Rooms.FilesAsync()).ToLookup(file => Rooms.PathOf(file)[^1], file => Path.GetFileNameWithoutExtension(file));
        var hidden = from file in await Rooms.FilesAsync()
                     from match in HalfQualified().Matches(Code(file))
                     where types[match.Groups["room"].Value].Contains(match.Groups["type"].Value)
                     select $"{file} says {match.Value}";

        Assert.That(hidden, Is.Empty);
    }

    [Test]
    public async Task No_room_uses_a_type_of_the_root()
    {
        // The entry point has nothing to use; tasks know their context, and only they.
        var roots = (await Rooms.RootTypesAsync()).Except(["AssemblyInfo", "Program", "RunContext"]).ToList();
        var edges = from file in await Rooms.FilesAsync()
                    from root in roots
                    where Word(Code(file), root)
                    select $"{file} uses {root}";

        Assert.That(edges, Is.Empty);
    }

    [Test]
    public async Task Only_tasks_know_their_context()
    {
        var files = (await Rooms.FilesAsync()).Where(file => Rooms.PathOf(file)[0] != "Tasks");

        Assert.That(files.Where(file => Word(Code(file), "RunContext")), Is.Empty);
    }

    [Test]
    public async Task The_server_for_agents_has_layers_too_and_uses_no_task_and_no_Cake()
    {
        string[] layers = ["Tools", "Answers", "Runs"];
        var files = (await SourceFiles.AllAsync())
            .Where(file => file.StartsWith("mcp/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)).ToList();
        var upwards = from file in files
                      let own = Array.IndexOf(layers, file.Split('/')[1])
                      from used in Rooms.UsesOf(file)
                      where used[0] == "Mcp" && used.Length > 1 && Array.IndexOf(layers, used[1]) < own
                      select $"{file} uses {string.Join('.', used)}";

        Assert.That(files, Has.Count.GreaterThan(15));
        Assert.That(upwards, Is.Empty);
        Assert.That(files.Where(file => Rooms.UsesOf(file).Any(used => used[0] is "Tasks" or "Project")
            || SourceFiles.Text(file).Contains("using Cake.", StringComparison.Ordinal)), Is.Empty);
    }

    private static int Place(string room) => Rooms.Order.ToList().IndexOf(room);

    private static bool Word(string text, string word) => Regex.IsMatch(text, $@"\b{word}\b");

    /// <summary>A file without its comments, texts and usings, where a name is no edge.</summary>
    private static string Code(string file) => NoCode().Replace(SourceFiles.Text(file), string.Empty);

    [GeneratedRegex("^[├└]─ (?<room>[A-Z][A-Za-z]+)", RegexOptions.Multiline)]
    private static partial Regex Drawn();

    [GeneratedRegex(@"\bQmp\w+|\bVmSockets\b")]
    private static partial Regex Protocol();

    [GeneratedRegex(@"(?<![\w.])(?<room>[A-Z]\w+)\.(?<type>[A-Z]\w+)")]
    private static partial Regex HalfQualified();

    [GeneratedRegex("//[^\n]*|\"(?:[^\"\\\\\n]|\\\\.)*\"|^using [^\n]*|^namespace [^\n]*", RegexOptions.Multiline)]
    private static partial Regex NoCode();
}
