# Types with the descriptions that nixpkgs gives them.
{ lib }:
let
  plain = description: check: {
    inherit description check;
    merge = path: defs: let first = builtins.head defs; in
      if builtins.length defs == 1 || builtins.all (def: def.value == first.value) defs then first.value
      else throw "The option `${lib.showOption path}' has conflicting definition values:${lib.showDefs defs}\nUse `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.";
  };
in
{
  str = plain "string" builtins.isString;
  int = plain "signed integer" builtins.isInt;
  bool = plain "boolean" builtins.isBool;
  anything = plain "anything" (_: true);
  listOf = element: {
    description = "list of ${element.description}";
    check = builtins.isList;
    merge = path: defs: builtins.concatMap
      # As in nixpkgs, whether an element counts is known only when it has been evaluated.
      (def: builtins.filter (value: builtins.seq value true) (map (value:
        if element.check value then value
        else throw "A definition for option `${lib.showOption path}.\"[definition 1-entry 1]\"' is not of type `${element.description}'. Definition values:${lib.showDefs [ (def // { inherit value; }) ]}")
        def.value))
      defs;
  };
  attrsOf = element: {
    description = "attribute set of ${element.description}";
    check = builtins.isAttrs;
    merge = path: defs: builtins.mapAttrs
      (name: _: element.merge (path ++ [ name ])
        (builtins.concatMap (def: if def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]) defs))
      (builtins.foldl' (all: def: all // def.value) { } defs);
  };
  submodule = options: {
    description = "submodule";
    check = builtins.isAttrs;
    merge = path: defs: lib.evalOptions path options defs;
  };
}
