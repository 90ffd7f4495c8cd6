namespace VmTest.Nix;

/// <summary>How a user who may not build comes to build.</summary>
internal static class StoreAccess
{
    /// <param name="user">The user's name.</param>
    /// <returns>Both ways, with their commands.</returns>
    public static string WaysOut(string user) =>
        $"There are two ways. Make the store this user's: sudo mkdir -p /nix && sudo chown -R {user} /nix. "
            + "Or let a daemon build: sudo apt-get install nix-setup-systemd, or sudo systemctl start nix-daemon where it is "
            + "installed.";
}
