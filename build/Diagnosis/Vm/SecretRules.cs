namespace VmTest.Diagnosis.Vm;

/// <summary>
/// Secrets that only the real machine can open: sops-nix, agenix, systemd's encrypted credentials, and files that are put on
/// a machine by hand. The first rule that matches holds.
/// </summary>
internal static class SecretRules
{
    private const string TestKey = "give the VM a secret that a test key opens";

    // A name that says what is in it: a missing file of any other name may as well be a mistake.
    private const string SecretFile = @"(?<what>/(?:run/(?:secrets|secrets-for-users|agenix|keys|wrappers/secrets)(?:\.d)?/"
        + @"|(?:var/lib|var/secrets|var/keys|etc/secrets|etc/keys|root)/[\w./@-]*(?:key|secret|token|passw|credential|\.age\b|\.pem\b))"
        + @"[\w./@-]*)";

    private const string Missing = @"(?:[Nn]o such file|[Nn]ot found|does not exist|doesn't exist|ENOENT)";

    public static readonly IReadOnlyList<VmRule> All =
    [
        new(VmTopic.Secret, "*", @"[Ff]ailed to decrypt '(?<what>[^']+)'.*(?:data key|groups required)",
            "it has no key that opens {what}", TestKey),
        new(VmTopic.Secret, "*", @"no key could decrypt the data|Failed to get the data key required to decrypt the SOPS file",
            "it has no key that opens the secrets of sops", TestKey),
        new(VmTopic.Secret, "*", @"Cannot read (?:key file|ssh key) '?(?<what>/[^':]+)", "it has no {what}, the key of sops-nix", TestKey),
        new(VmTopic.Secret, "*", @"no identity matched any of the recipients|no readable identities found|[Nn]o matching keys found",
            "it has no key that opens the secrets of age", TestKey),
        // A file that LoadCredential= names and that is missing, which is "No such file or directory", may be a mistake.
        new(VmTopic.Secret, "*", @"Failed to set up credentials: (?:Protocol error|State not recoverable|Bad message|Operation not "
            + @"supported"
            + @"|Host is down|Object is remote|Required key not available|Key was rejected by service|No such device)",
            "it cannot decrypt the unit's credentials, which are bound to the real machine", TestKey),
        new(VmTopic.Secret, "*", SecretFile + @"['""]?.{0,100}" + Missing, "it has no {what}", TestKey),
        new(VmTopic.Secret, "*", Missing + @".{0,40}" + SecretFile, "it has no {what}", TestKey),
    ];
}
