# Options, definitions with their files, priorities, imports: what it takes for the messages of nixpkgs lib/modules.nix.
{ lib }:
let
  inherit (builtins) addErrorContext attrNames concatMap elemAt filter foldl' genList head isAttrs isFunction isPath length mapAttrs;

  mkOption = declaration: declaration // { _type = "option"; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  isType = type: value: isAttrs value && (value._type or null) == type;
  priority = def: if isType "override" def.value then def.value.priority else 100;

  showOption = builtins.concatStringsSep ".";
  showDefs = lib.concatMapStrings (def: "\n- In `${def.file}': ${builtins.toJSON def.value}");

  strongest = defs:
    let best = foldl' (least: def: if priority def < least then priority def else least) 9999 defs; in
    map (def: if isType "override" def.value then def // { value = def.value.content; } else def)
      (filter (def: priority def == best) defs);

  below = name: concatMap (def: if isAttrs def.value && def.value ? ${name} then [ (def // { value = def.value.${name}; }) ] else [ ]);

  evalOption = path: option: definitions:
    let
      name = showOption path;
      defs = strongest definitions;
      wrong = filter (def: !(option.type.check def.value)) defs;
      value =
        if defs == [ ] then
          option.default or (throw "The option `${name}' was accessed but has no value defined. Try setting the option.")
        else if option.readOnly or false && length defs > 1 then
          throw "The option `${name}' is read-only, but it's set multiple times. Definition values:${showDefs defs}"
        else if wrong != [ ] then
          throw "A definition for option `${name}' is not of type `${option.type.description}'. Definition values:${showDefs wrong}"
        else option.type.merge path defs;
      files = foldl' (context: def: x: addErrorContext "while evaluating definitions from `${def.file}':" (context x)) (x: x) defs;
    in
    addErrorContext "while evaluating the option `${name}':" (files value);

  evalOptions = path: options: defs:
    let
      strange = concatMap (def: filter (name: !(options ? ${name})) (attrNames def.value)) defs;
    in
    if strange != [ ] then
      throw "The option `${showOption (path ++ [ (head strange) ])}' does not exist. Definition values:${showDefs (below (head strange) defs)}"
    else
      mapAttrs
        (name: option:
          if isType "option" option then evalOption (path ++ [ name ]) option (below name defs)
          else evalOptions (path ++ [ name ]) option (below name defs))
        options;

  load = args: fallback: module:
    let
      file = if isPath module then toString module else fallback;
      given = if isPath module then import module else module;
      value = if isFunction given then given args else given;
      long = value ? config || value ? options;
      extra = removeAttrs value [ "config" "options" "imports" "_file" ];
    in
    if !isAttrs value then throw "Module `${file}' does not look like a module."
    else if long && extra != { } then
      throw "Module `${file}' has an unsupported attribute `${head (attrNames extra)}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString (attrNames extra)}) into the explicit `config' attribute."
    else [{
      inherit file;
      options = value.options or { };
      value = if long then value.config or { } else removeAttrs value [ "imports" ];
    }] ++ concatMap (load args file) (value.imports or [ ]);

  merge = path: a: b: a // mapAttrs
    (name: option:
      if !(a ? ${name}) then option
      else if isType "option" option then throw "The option `${showOption (path ++ [ name ])}' in `${toString ./nixos.nix}' is already declared in `${toString ./nixos.nix}'."
      else merge (path ++ [ name ]) a.${name} option)
    b;

  evalModules = { modules, specialArgs ? { } }:
    let
      args = { inherit lib config; } // specialArgs;
      all = concatMap (index: load args "<unknown-file>" (elemAt modules index)) (genList (index: index) (length modules));
      options = foldl' (merge [ ]) { } (map (module: module.options) all);
      config = evalOptions [ ] options all;
    in
    { inherit config options; };
in
{
  inherit evalModules evalOptions mkOption showDefs showOption;
  mkForce = mkOverride 50;
  mkDefault = mkOverride 1000;
}
