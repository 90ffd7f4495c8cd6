# A module that puts a file with a made-up content where the real host gets its secret by hand. It is in the Nix store, where
# everybody can read it, and protects nothing.
path:
import ./only-in-vm.nix {
  systemd.tmpfiles.settings.test-secrets.${path}.f = {
    mode = "0400";
    user = "root";
    group = "root";
    argument = "only-in-the-vm";
  };
}
