# The few functions of nixpkgs' `lib` that modules need, under the same names.
let
  inherit (builtins) attrNames concatMap concatStringsSep listToAttrs map replaceStrings toString;

  lib = rec {
    inherit (builtins) attrNames attrValues concatLists concatMap concatStringsSep elem filter
      foldl' hasAttr head isAttrs isBool isFunction isInt isList isString length listToAttrs map
      mapAttrs tail toString;

    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: values: if condition then values else [ ];
    optionalString = condition: text: if condition then text else "";
    optionalAttrs = condition: attrs: if condition then attrs else { };
    nameValuePair = name: value: { inherit name value; };
    mapAttrsToList = f: attrs: map (name: f name attrs.${name}) (attrNames attrs);
    mapAttrs' = f: attrs: listToAttrs (mapAttrsToList f attrs);
    filterAttrs = keep: attrs:
      listToAttrs (concatMap
        (name: optional (keep name attrs.${name}) (nameValuePair name attrs.${name}))
        (attrNames attrs));
    concatMapStrings = f: list: concatStringsSep "" (map f list);
    concatMapStringsSep = separator: f: list: concatStringsSep separator (map f list);
    unique = builtins.foldl' (seen: x: if builtins.elem x seen then seen else seen ++ [ x ]) [ ];
    isDerivation = value: value.type or null == "derivation";

    # One word of a POSIX shell, whatever it contains.
    escapeShellArg = value: "'${replaceStrings [ "'" ] [ "'\\''" ] (toString value)}'";
    escapeShellArgs = concatMapStringsSep " " escapeShellArg;

    # `builtins.warn` came with Nix 2.24; it prints "evaluation warning:", a trace "trace:".
    warn = builtins.warn or (text: builtins.trace "warning: ${text}");

    types = import ./types.nix { inherit lib; };
    inherit (import ./modules.nix { inherit lib; })
      discharge evalModules evalOption mkDefault mkForce mkIf mkMerge mkOption mkOverride showDefs
      showOption;
  };
in
lib
