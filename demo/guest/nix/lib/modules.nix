# A small module system: options are declared and defined as in NixOS, and what goes wrong is
# said in NixOS's words, so that whoever reads such messages needs no second vocabulary.
{ lib }:
let
  inherit (builtins) attrNames concatMap filter foldl' genericClosure head isAttrs isFunction isPath
    isString length map mapAttrs match removeAttrs toString;

  defaultPriority = 100;

  mkOption = declaration: declaration // { _type = "option"; };
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkDefault = mkOverride 1000;
  mkForce = mkOverride 50;

  typeOf = value: if isAttrs value then value._type or null else null;
  isOption = value: typeOf value == "option";

  showOption = lib.concatMapStringsSep "." (name:
    if match "[a-zA-Z_][a-zA-Z0-9_'-]*" name != null then name else builtins.toJSON name);

  # Nix syntax, one element per line; deep values are cut, since a message is read by people.
  showValue = indent: value:
    let
      deeper = indent + "  ";
      block = open: lines: close:
        if lines == [ ] then "${open} ${close}"
        else "${open}\n${lib.concatMapStrings (line: "${deeper}${line}\n") lines}${indent}${close}";
    in
    if builtins.stringLength indent > 12 then "<...>"
    else if isString value then builtins.toJSON value
    else if isFunction value then "<function>"
    else if isPath value then toString value
    else if lib.isDerivation value then "<derivation ${value.name}>"
    else if isAttrs value then
      block "{" (lib.mapAttrsToList (n: v: "${showOption [ n ]} = ${showValue deeper v};") value) "}"
    else if builtins.isList value then block "[" (map (showValue deeper) value) "]"
    else builtins.toJSON value;

  showDefs = lib.concatMapStrings (def:
    let
      value = if typeOf def.value == null then def.value else def.value.content or "<merge>";
      text = showValue "    " value;
    in
    "\n- In `${def.file}'" + (if match ".*\n.*" text == null then ": ${text}" else ":\n    ${text}"));

  # mkIf, mkMerge and mkOverride around a set of options, moved inside to the options.
  pushDown = value:
    if typeOf value == "merge" then concatMap pushDown value.contents
    else if typeOf value == "if" then
      map (mapAttrs (_: mkIf value.condition)) (pushDown value.content)
    else if typeOf value == "override" then
      map (mapAttrs (_: mkOverride value.priority)) (pushDown value.content)
    else [ value ];

  # The same around one option's value, resolved.
  discharge = value:
    if typeOf value == "merge" then concatMap discharge value.contents
    else if typeOf value == "if" then if value.condition then discharge value.content else [ ]
    else [ value ];

  strongest = defs:
    let
      priority = def: if typeOf def.value == "override" then def.value.priority else defaultPriority;
      best = foldl' (least: def: if priority def < least then priority def else least) 9999 defs;
    in
    map (def: if typeOf def.value == "override" then def // { value = def.value.content; } else def)
      (filter (def: priority def == best) defs);

  evalOption = path: option: definitions:
    let
      name = showOption path;
      type = option.type or lib.types.raw;
      discharged = concatMap
        (def: map (value: def // { inherit value; }) (discharge def.value))
        definitions;
      defs = strongest discharged;
      wrong = filter (def: !(type.check def.value)) defs;
      merged =
        if defs == [ ] then
          option.default or type.emptyValue or
            (throw "The option `${name}' was accessed but has no value defined. Try setting the option.")
        else if wrong != [ ] then
          throw "A definition for option `${name}' is not of type `${type.description}'. Definition values:${showDefs wrong}"
        else type.merge path defs;
    in
    if option.readOnly or false && length defs > 1 then
      throw "The option `${name}' is read-only, but it's set multiple times. Definition values:${showDefs defs}"
    else (option.apply or (value: value)) merged;

  # The definitions that lie below NAME.
  below = name: concatMap
    (def: lib.optional (def.value ? ${name}) (def // { value = def.value.${name}; }));
  # The definitions as plain sets, one for each branch of an mkMerge.
  sets = concatMap (def: map (value: def // { inherit value; }) (pushDown def.value));

  evalTree = path: options: defs: mapAttrs
    (name: option:
      let here = path ++ [ name ]; in
      if isOption option then evalOption here option (below name defs)
      else evalTree here option (sets (below name defs)))
    options;

  # The options with where each is declared and defined, as NixOS has them.
  declaredIn = file: mapAttrs (_: option:
    if isOption option then option // { declarations = [ file ]; } else declaredIn file option);
  describe = path: options: defs: mapAttrs
    (name: option:
      let here = path ++ [ name ]; in
      if isOption option then
        option // {
          loc = here;
          definitionsWithLocations = strongest (concatMap
            (def: map (value: def // { inherit value; }) (discharge def.value))
            (below name defs));
        }
      else describe here option (sets (below name defs)))
    options;

  # Every definition that no option takes.
  unknown = path: options: defs: concatMap
    (def:
      if !isAttrs def.value then [{ inherit path def; }]
      else concatMap
        (name:
          let here = path ++ [ name ]; inner = sets (below name [ def ]); in
          if !(options ? ${name}) then [{ path = here; def = head (below name [ def ]); }]
          else if isOption options.${name} then [ ]
          else unknown here options.${name} inner)
        (attrNames def.value))
    defs;

  mergeOptions = path: a: b:
    a // mapAttrs
      (name: option:
        if !(a ? ${name}) then option
        else if isOption option || isOption a.${name} then
          throw "The option `${showOption (path ++ [ name ])}' is already declared."
        else mergeOptions (path ++ [ name ]) a.${name} option)
      b;

  # A module in one form, whether it is a path, a function or a set, short or long.
  load = args: fallback: module:
    let
      isFile = isPath module || isString module;
      given = if isFile then import module else module;
      file = if isFile then toString module else given._file or fallback.file;
      value = if isFunction given || given ? __functor then given args else given;
      long = value ? config || value ? options;
      key = if isFile then file else fallback.key;
    in
    if !isAttrs value then throw "Module `${file}' does not look like a module."
    else {
      inherit key file;
      options = value.options or { };
      config =
        if long then value.config or { }
        else removeAttrs value [ "imports" "_file" "key" "_module" ];
      imports = numbered (index: load args { inherit file; key = "${key}:anon-${toString index}"; })
        (value.imports or [ ]);
    };

  numbered = f: list:
    builtins.genList (index: f (index + 1) (builtins.elemAt list index)) (length list);

  evalModules = { modules, specialArgs ? { }, path ? [ ] }:
    let
      args = { inherit lib config; } // specialArgs;
      # The key makes a file that is imported twice count once.
      all = genericClosure {
        startSet = numbered
          (index: load args { file = "<unknown-file>"; key = ":anon-${toString index}"; })
          modules;
        operator = module: module.imports;
      };
      options = foldl' (mergeOptions path) { } (map (module: declaredIn module.file module.options) all);
      defs = sets (map (module: { inherit (module) file; value = module.config; }) all);
      strays = unknown path options defs;
      stray = head strays;
      config = evalTree path options defs;
    in
    {
      options = describe path options defs;
      config =
        if strays == [ ] then config
        else throw "The option `${showOption stray.path}' does not exist. Definition values:${
          showDefs (map (s: s.def) (filter (s: s.path == stray.path) strays))}";
    };
in
{
  inherit discharge evalModules evalOption mkDefault mkForce mkIf mkMerge mkOption mkOverride
    showDefs showOption;
}
