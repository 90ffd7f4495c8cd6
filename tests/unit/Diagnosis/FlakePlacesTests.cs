using Newtonsoft.Json.Linq;
using VmTest.Diagnosis;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Diagnosis;

/// <summary>Errors inside an input that name nothing of the flake, and the line of it that they come from.</summary>
public sealed class FlakePlacesTests
{
    private const string Host = """
        { config, pkgs, inputs, ... }:
        {
          disabledModules = [ "services/web-servers/nginx/default.nix" ];
          options.site.cache = {
            enable = inputs.own.mkBool false;
          };
          config.site.cache.enable = true;
          config.services.udev.packages = [ inputs.own.packages.scanner ];
          config.services.app.ranges = [
            { from = 1; too = 2; }
          ];
        }
        """;

    [Test]
    public void An_option_that_only_inputs_set_is_missing_because_a_module_is_disabled()
    {
        var finding = Explain("""
            error: The option `services.nginx.additionalModules' does not exist. Definition values:
                   - In `/nix/store/abc-source/nixos/modules/services/video/frigate.nix': [ ]
            """);

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:3:3"));
        Assert.That(finding.Hint, Does.Contain("disabledModules"));
    }

    [Test]
    public void What_is_declared_without_being_an_option_is_the_place()
    {
        var finding = Explain("""
            error: In module `/nix/store/abc-source/a.nix', you're trying to define a value of type `bool'
                   rather than an attribute set for the option
                   `site.cache.enable'!

                   This usually happens if `site.cache.enable' has option
                   definitions inside that are not matched.
            """);

        Assert.That(finding.Code, Is.EqualTo(FailureCodes.OptionType));
        Assert.That(finding.Subject, Is.EqualTo(new Subject(SubjectKind.Option, "site.cache.enable")));
        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:5:5"));
        Assert.That(finding.Related.Select(place => place.Line), Is.EqualTo(new int?[] { 7 }));
    }

    [Test]
    public void A_type_that_stands_in_place_of_an_option_is_the_place()
    {
        var finding = Explain("""
            error: In module /nix/store/abc-source/a.nix: expected an option declaration at option path `site.cache.enable` but got an attribute set with type option-type
            """);

        Assert.That(finding.Code, Is.EqualTo(FailureCodes.OptionType));
        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:5:5"));
    }

    [Test]
    public void A_package_that_the_flake_has_once_is_refused_there()
    {
        var finding = Explain("""
            error: Package ‘scanner-1.2’ in /nix/store/abc-source/pkgs/scanner.nix:4 is not available on the requested hostPlatform:
                     hostPlatform.config = "x86_64-unknown-linux-gnu"
                   , refusing to evaluate.
            """);

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:8:37"));
    }

    [Test]
    public void An_attribute_that_an_input_misses_is_the_one_with_a_name_like_it()
    {
        var finding = Explain("""
            error: attribute 'to' missing
                   at /nix/store/abc-source/nixos/modules/services/app.nix:157:40:
                   Did you mean too?
            """);

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:10:17"));
        Assert.That(finding.Hint, Does.Contain("'too'"));
    }

    [Test]
    public void A_name_like_it_counts_only_where_there_is_no_more_to_see()
    {
        var finding = Explain("""
            error:
                   … while calling the 'head' builtin

                   (stack trace truncated; use '--show-trace' to show the full, detailed trace)

                   error: attribute 'to' missing
                   at /nix/store/abc-source/nixos/modules/services/app.nix:157:40:
                   Did you mean too?
            """);

        Assert.That(finding.Location, Is.Null);
    }

    [Test]
    public void A_call_is_placed_at_the_name_that_was_meant_whatever_else_it_passes()
    {
        var finding = Explain("""
            error: function 'serve' called without required argument 'port'
                   at @flake@/a.nix:1:22:
            """, "{ ... }: let serve = { name, port }: port; in { a = serve { name = 0; \"\" = 1; prt = 2; }; }");

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:1:79"));
        Assert.That(finding.Hint, Does.Contain("passes 'prt'"));
    }

    private static Finding Explain(string message, string host = Host)
    {
        using var folder = new TemporaryFolder();
        folder.Write("flake.nix", "{ outputs = i: { nixosConfigurations.a = f { modules = [ ./a.nix ]; }; }; }");
        folder.Write("a.nix", host);
        var reader = new NixLogReader(TextWriter.Null);
        var said = message.Replace("@flake@", folder.Path, StringComparison.Ordinal);
        reader.Read("@nix " + new JObject(new JProperty("action", "msg"), new JProperty("level", 0), new JProperty("msg", said))
            .ToString(Newtonsoft.Json.Formatting.None));
        var outcome = new NixOutcome(1, string.Empty, reader, new Derivations("/"));
        return NixDiagnosis.OfEvaluation(outcome, new FlakeSource(folder.Path), "a")[0];
    }
}
