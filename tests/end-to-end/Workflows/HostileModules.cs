namespace VmTest.EndToEndTests.Workflows;

/// <summary>Hosts whose guests and builders print what a runner, a terminal or a browser would act on.</summary>
internal static class HostileModules
{
    // A shell's printf makes the control characters.
    private const string Words = """
        printf '%s\n' 'hostile words' '::error file=a.nix,line=1::hostile' '::set-output name=status::success' '  ::warning::hostile' '##[command]hostile' '##[error]hostile' '::stop-commands::hostile' '::endgroup::' '::add-mask::a' '<img src=x onerror=alert(1)><script>alert(1)</script>' '</details><b>hostile' '```'
        printf '\033[2J\033]0;hostile\007::error::hostile\r::error::hostile\n'
        """;

    public const string Guest = $$"""
        {
          networking.hostName = "guest";
          systemd.services.shouts = {
            wantedBy = [ "multi-user.target" ];
            description = "::error::hostile <b>";
            serviceConfig.Type = "oneshot";
            script = ''
              {
              {{Words}}
              } | tee /dev/console >&2
              exit 3
            '';
          };
        }
        """;

    public const string Builder = $$"""
        { pkgs, ... }:
        {
          networking.hostName = "builder";
          environment.etc.hostile.source = pkgs.runCommand "hostile" { } ''
            {
            {{Words}}
            echo 'error: hostile words ::error::x'
            } >&2
            exit 1
          '';
        }
        """;
}
