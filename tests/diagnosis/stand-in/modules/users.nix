{ lib, config, pkgs, ... }:
let
  inherit (lib) mkOption types;
  users = builtins.attrValues config.users.users;
  unique = list: builtins.length list == builtins.length (builtins.attrNames (builtins.listToAttrs (map (id: { name = toString id; value = id; }) list)));
in
{
  options.users = {
    mutableUsers = mkOption { type = types.bool; default = true; };
    users = mkOption {
      default = { };
      type = types.attrsOf (types.submodule ({ name, config, ... }: {
        options = {
          name = mkOption { type = types.str; default = name; };
          isNormalUser = mkOption { type = types.bool; default = false; };
          isSystemUser = mkOption { type = types.bool; default = false; };
          uid = mkOption { type = types.nullOr types.int; default = null; };
          group = mkOption { type = types.str; default = ""; };
          home = mkOption { type = types.path; default = "/home/${config.name}"; };
          shell = mkOption { type = types.nullOr (types.either types.package types.path); default = null; };
          packages = mkOption { type = types.listOf types.package; default = [ ]; };
          extraGroups = mkOption { type = types.listOf types.str; default = [ ]; };
          openssh.authorizedKeys.keys = mkOption { type = types.listOf types.str; default = [ ]; };
        };
      }));
    };
    groups = mkOption {
      default = { };
      type = types.attrsOf (types.submodule {
        options.gid = mkOption { type = types.nullOr types.int; default = null; };
        options.members = mkOption { type = types.listOf types.str; default = [ ]; };
      });
    };
  };
  config = {
    assertions = [
      {
        assertion = unique (builtins.filter (uid: uid != null) (map (user: user.uid) users));
        message = "UIDs and GIDs must be unique!";
      }
    ] ++ builtins.concatMap
      (user: [
        {
          assertion = user.isNormalUser != user.isSystemUser;
          message = "Exactly one of users.users.${user.name}.isSystemUser and users.users.${user.name}.isNormalUser must be set.\n";
        }
        {
          assertion = user.group != "" || user.isNormalUser;
          message = "users.users.${user.name}.group is unset. This used to default to\nnogroup, but this is unsafe. For example you can create a group\nfor this user with:\nusers.users.${user.name}.group = \"${user.name}\";\nusers.groups.${user.name} = {};\n";
        }
      ])
      users;
    system.parts = [ (builtins.toJSON (map (user: removeAttrs user [ "shell" "packages" ] // { shell = toString user.shell; packages = map toString user.packages; }) users)) (builtins.toJSON config.users.groups) ];
  };
}
