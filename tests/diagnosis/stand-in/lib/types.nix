# Types with the descriptions that nixpkgs gives them.
{ lib }:
let
  inherit (builtins) attrNames concatLists concatMap filter foldl' head isAttrs isFunction isInt isList isString length mapAttrs;

  equal = path: defs: let first = head defs; in
    if length defs == 1 || builtins.all (def: def.value == first.value) defs then first.value
    else throw "The option `${lib.showOption path}' has conflicting definition values:${lib.showDefs defs}\nUse `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";
  plain = description: check: { inherit description check; merge = equal; getSubOptions = _: { }; };
  # As in lib.options: sets are merged, lists concatenated, the rest must be equal.
  mergeAny = path: defs:
    if length defs > 1 && builtins.all (def: isList def.value) defs then concatMap (def: def.value) defs
    else if length defs > 1 && builtins.all (def: isAttrs def.value && !(def.value ? type)) defs then byName (_: mergeAny) path defs
    else equal path defs;
  byName = merge: path: defs: mapAttrs
    (name: _: merge name (path ++ [ name ]) (concatMap (def: if def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]) defs))
    (foldl' (all: def: all // def.value) { } defs);
  between = low: high: plain "integer between ${toString low} and ${toString high} (both inclusive)" (value: isInt value && value >= low && value <= high);
  show = value: if isString value then "\"${value}\"" else builtins.toJSON value;

  types = {
    str = plain "string" isString;
    int = plain "signed integer" isInt;
    bool = plain "boolean" builtins.isBool;
    path = plain "absolute path" (value: builtins.isPath value || (isString value && builtins.substring 0 1 value == "/") || value ? outPath);
    package = plain "package" (value: isAttrs value && value.type or null == "derivation");
    port = (between 0 65535) // { description = "16 bit unsigned integer; between 0 and 65535 (both inclusive)"; };
    inherit between;
    anything = { getSubOptions = _: { }; description = "anything"; check = _: true; merge = mergeAny; };
    lines = { description = "strings concatenated with \"\\n\""; check = isString; merge = _: defs: builtins.concatStringsSep "\n" (map (def: def.value) defs); };
    enum = allowed: plain "one of ${builtins.concatStringsSep ", " (map show allowed)}" (value: builtins.elem value allowed);
    nullOr = element: {
      name = "nullOr";
      nestedTypes.elemType = element;
      description = "null or ${element.description}";
      check = value: value == null || element.check value;
      merge = path: defs:
        if builtins.all (def: def.value == null) defs then null
        else if builtins.any (def: def.value == null) defs then throw "The option `${lib.showOption path}' is defined both null and not null, in ${lib.showFiles (map (def: def.file) defs)}."
        else element.merge path defs;
    };
    either = a: b: {
      description = "${a.description} or ${b.description}";
      check = value: a.check value || b.check value;
      merge = path: defs:
        if builtins.all (def: a.check def.value) defs then a.merge path defs
        else if builtins.all (def: b.check def.value) defs then b.merge path defs
        else equal path defs;
    };
    listOf = element: {
      name = "listOf";
      nestedTypes.elemType = element;
      description = "list of ${element.description}";
      check = isList;
      empty = [ ];
      merge = path: defs: concatLists (lib.imap1
        # As in nixpkgs, whether an element counts is known only when it has been evaluated.
        (n: def: filter (value: builtins.seq value true) (lib.imap1
          (m: value: (lib.mergeDefinitions (path ++ [ "[definition ${toString n}-entry ${toString m}]" ]) element [{ inherit (def) file; inherit value; }]).merged)
          def.value))
        defs);
    };
    attrsOf = element: {
      name = "attrsOf";
      nestedTypes.elemType = element;
      description = "attribute set of ${element.description}";
      check = isAttrs;
      empty = { };
      merge = byName (_: path: defs: (lib.mergeDefinitions path element defs).merged);
    };
    lazyAttrsOf = types.attrsOf;
    submodule = module: {
      name = "submodule";
      getSubOptions = prefix: (lib.evalModules { modules = [ module ]; inherit prefix; args.name = "<name>"; }).options;
      description = "submodule";
      check = value: isAttrs value || isFunction value || builtins.isPath value
        || (isString value && builtins.substring 0 1 value == "/");
      empty = { };
      merge = path: defs: (lib.evalModules {
        modules = [ module ] ++ map (def: if isAttrs def.value then { _file = def.file; config = def.value; } else { _file = def.file; imports = [ def.value ]; }) defs;
        prefix = path;
        args.name = let last = builtins.elemAt path (length path - 1); in last;
      }).config;
    };
  };
in
types
