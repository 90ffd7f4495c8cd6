using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Users;

/// <summary>A reference guest that cannot be made: who has to do what about it.</summary>
public sealed class GuestRecipeTests
{
    [Test]
    public async Task Packages_that_cannot_be_fetched_are_a_failure_of_the_network()
    {
        using var workplace = new Workplace();

        var failure = await FailureAsync(workplace, new Dictionary<string, string?>
        {
            ["DEBIAN_MIRROR"] = "http://127.0.0.1:1/debian",
            ["XDG_CACHE_HOME"] = workplace.Output,
        });

        Assert.That(failure, Is.EqualTo(("network.other", "environment")));
    }

    [Test]
    public async Task A_recipe_that_breaks_is_a_failure_of_the_tool()
    {
        using var workplace = new Workplace();
        var programs = Directory.CreateDirectory(Path.Combine(workplace.Flake, "bin")).FullName;
        var broken = Path.Combine(programs, "mktemp");
        File.WriteAllText(broken, "#!/bin/sh\necho no luck today >&2\nexit 1\n");
        File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var failure = await FailureAsync(workplace, new Dictionary<string, string?>
        {
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
            ["XDG_CACHE_HOME"] = workplace.Output,
        });

        Assert.That(failure, Is.EqualTo(("tool.guest-recipe", "tool")));
    }

    [Test]
    public async Task A_folder_that_the_recipe_cannot_use_is_a_failure_of_the_environment()
    {
        using var workplace = new Workplace();

        var failure = await FailureAsync(
            workplace, new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = Path.Combine(workplace.Output, "it's a folder") });

        Assert.That(failure, Is.EqualTo(("environment.guest-cache", "environment")));
    }

    private static async Task<(string? Code, string? Origin)> FailureAsync(Workplace workplace, Dictionary<string, string?> environment)
    {
        var result = await Host.RunAsync(workplace, environment, "--target=Demo", "--accel=tcg");
        var failure = result.Expect(10, "failure", "preflight")["failures"]!.First();
        return (failure.Value<string>("code"), failure.Value<string>("origin"));
    }
}
