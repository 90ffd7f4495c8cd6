using Newtonsoft.Json.Linq;
using VmTest.Diagnosis;
using VmTest.Nix;
using VmTest.Record;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.Diagnosis;

/// <summary>Errors inside an input's modules whose trace names what the user set, in the words of Nix's newer versions.</summary>
public sealed class TracePlacesTests
{
    private const string Host = """
        { config, pkgs, ... }:
        {
          imports = if config.services.nginx.enable then [ ] else [ ];
          boot.kernelPackages = pkgs.linux;
          systemd.services.web = {
            wantedBy = [ "multi-user.target" ];
            serviceConfig = {
              User = "web";
              ExecStart = { a = 1; };
            };
          };
        }
        """;

    [Test]
    public void An_option_that_its_module_computes_with_is_where_the_user_sets_it()
    {
        var finding = Explain("""
            error:
                   … while evaluating the option `assertions':

                   … while evaluating definitions from `/nix/store/abc-source/nixos/modules/system/boot/kernel.nix':

                   … while evaluating the option `boot.kernelPackages':

                   error: attribute 'extend' missing
                   at /nix/store/abc-source/nixos/modules/system/boot/kernel.nix:50:17:
            """);

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:4:3"));
    }

    [Test]
    public void A_value_that_cannot_be_written_into_a_unit_is_where_the_unit_has_it()
    {
        var finding = Explain("""
            error:
                   … while evaluating derivation 'unit-web.service'

                   … while evaluating attribute 'text' of derivation 'unit-web.service'

                   error: cannot coerce a set to a string: { a = 1; }
                   at /nix/store/abc-source/nixos/lib/systemd-lib.nix:239:9:
            """);

        Assert.That(finding.Location?.ToString(), Is.EqualTo("a.nix:9:7"));
    }

    [Test]
    public void The_line_of_source_that_makes_a_frames_words_names_no_argument()
    {
        var finding = Explain("""
            error:
                   … while evaluating the attribute 'imports'
                     at /nix/store/abc-source/lib/modules.nix:480:11:
                      479|           (name: _:
                      480|             addErrorContext (context name) "while evaluating the module argument `${name}' in \"${key}\":"
                         |           ^
                   error: infinite recursion encountered
            """);

        Assert.That(finding.Code, Is.EqualTo("evaluation.infinite-recursion"));
        Assert.That(finding.Message, Does.Not.Contain("${"));
    }

    private static Finding Explain(string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("flake.nix", "{ outputs = i: { nixosConfigurations.a = f { modules = [ ./a.nix ]; }; }; }");
        folder.Write("a.nix", Host);
        var reader = new NixLogReader(TextWriter.Null);
        reader.Read("@nix " + new JObject(new JProperty("action", "msg"), new JProperty("level", 0), new JProperty("msg", message))
            .ToString(Newtonsoft.Json.Formatting.None));
        var outcome = new NixOutcome(1, string.Empty, reader, new Derivations("/"));
        return NixDiagnosis.OfEvaluation(outcome, new FlakeSource(folder.Path), "a")[0];
    }
}
