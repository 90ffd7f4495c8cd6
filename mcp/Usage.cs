namespace VmTest.Mcp;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public const string Text = """
        vmtest-mcp: VmTest for agents, over the Model Context Protocol on standard input and output.

        usage: vmtest-mcp [--name=value …]

        Arguments are those of vmtest, and hold for every call that does not say otherwise, for example
          --flake=./machines      the flake that is tested where a call names none (default: the working directory)
          --accel=tcg             software emulation, where there is no KVM
          --output=/var/tmp/runs  where runs leave their reports and logs
        Only here, and by no call, can be set: --output, --records, --passphrase-file, --provision, --network.

        Tools: list_hosts, check, test, explain, read_log. See docs/mcp.md.

        """;
}
