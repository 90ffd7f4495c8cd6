# Option types: what a definition may be (`check`) and how several become one (`merge`).
{ lib }:
let
  inherit (builtins) all attrNames concatMap elem filter foldl' head isAttrs isBool isFloat isInt
    isList isPath isString length listToAttrs map mapAttrs match toString;
  inherit (lib) discharge evalModules evalOption showDefs showOption;

  values = map (def: def.value);

  mergeEqual = path: defs:
    let first = (head defs).value; in
    if all (def: def.value == first) defs then first
    else throw ("The option `${showOption path}' has conflicting definition values:${showDefs defs}\n"
      + "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.");

  simple = description: check: { inherit description check; merge = mergeEqual; };

  # Elements and attributes are options of their own: mkIf and mkForce work inside as well.
  # None is left where every mkIf says no.
  nested = path: type: defs:
    let left = filter (def: discharge def.value != [ ]) defs; in
    lib.optional (left != [ ]) (evalOption path { inherit type; } left);

  isAtom = value: isString value || isInt value || isBool value || isFloat value || isPath value
    || lib.isDerivation value;
in
rec {
  str = simple "string" isString;
  int = simple "signed integer" isInt;
  bool = simple "boolean" isBool;
  raw = simple "raw value" (_: true);
  package = simple "package" (value: lib.isDerivation value || isPath value
    || isString value && builtins.substring 0 1 value == "/");
  ints.positive = positiveInt;
  ints.between = least: most: simple "integer between ${toString least} and ${toString most} (both inclusive)"
    (value: isInt value && value >= least && value <= most);
  positiveInt = simple "positive integer, meaning >0" (value: isInt value && value > 0);
  strMatching = pattern: simple "string matching the pattern ${pattern}"
    (value: isString value && match pattern value != null);
  enum = allowed: simple "one of ${lib.concatMapStringsSep ", " builtins.toJSON allowed}"
    (value: elem value allowed);
  nullOr = type: {
    description = "null or ${type.description}";
    check = value: value == null || type.check value;
    merge = path: defs:
      if all (def: def.value == null) defs then null else type.merge path defs;
  };

  lines = {
    description = "strings concatenated with \"\\n\"";
    check = isString;
    merge = _: defs: lib.concatStringsSep "\n" (values defs);
  };

  listOf = type: {
    description = "list of ${type.description}";
    check = isList;
    emptyValue = [ ];
    merge = path: defs: concatMap
      (def: concatMap (value: nested path type [{ inherit (def) file; inherit value; }]) def.value)
      defs;
  };

  attrsOf = type: {
    description = "attribute set of ${type.description}";
    check = isAttrs;
    emptyValue = { };
    merge = path: defs: listToAttrs (concatMap
      (name: map (lib.nameValuePair name)
        (nested (path ++ [ name ]) type (concatMap
          (def: lib.optional (def.value ? ${name}) (def // { value = def.value.${name}; }))
          defs)))
      (lib.unique (concatMap (def: attrNames def.value) defs)));
  };

  submodule = module: {
    description = "submodule";
    check = isAttrs;
    emptyValue = { };
    merge = path: defs: (evalModules {
      inherit path;
      modules = [ module ] ++ map (def: { _file = def.file; config = def.value; }) defs;
    }).config;
  };

  # A setting in a unit file: one word, or a list for a line each.
  unitSetting = {
    description = "systemd option";
    check = value: isAtom value || isList value && all isAtom value;
    merge = path: defs:
      if all (def: isList def.value) defs then concatMap (def: def.value) defs
      else mergeEqual path defs;
  };
}
