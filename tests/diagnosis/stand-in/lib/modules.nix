# Options, definitions with their files, properties, imports, module arguments, submodules: what it takes for the messages of
# nixpkgs lib/modules.nix and lib/options.nix, and for questions about where an option is defined and declared.
{ lib }:
let
  inherit (builtins) addErrorContext attrNames concatMap elemAt filter foldl' functionArgs genList head isAttrs isFunction isList
    isPath isString length mapAttrs toJSON tryEval;

  optional = condition: value: if condition then [ value ] else [ ];
  imap1 = f: list: genList (index: f (index + 1) (elemAt list index)) (length list);

  mkOption = declaration: declaration // { _type = "option"; };
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  mkIf = condition: content: { _type = "if"; inherit condition content; };
  mkMerge = contents: { _type = "merge"; inherit contents; };
  isType = type: value: isAttrs value && (value._type or null) == type;

  attrByPath = path: default: set:
    if path == [ ] then set
    else if isAttrs set && set ? ${head path} then attrByPath (builtins.tail path) default set.${head path}
    else default;
  setAttrByPath = path: value: if path == [ ] then value else { ${head path} = setAttrByPath (builtins.tail path) value; };

  showPart = part: if builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" part != null || part == "<name>" then part else toJSON part;
  showOption = path: builtins.concatStringsSep "." (map showPart path);
  showFiles = files: builtins.concatStringsSep " and " (map (file: "`${toString file}'") files);

  # One line for a plain value, several for a set or a list, as lib.generators.toPretty has it.
  pretty = indent: value:
    let deeper = indent + "  "; in
    if isString value then toJSON value
    else if isAttrs value && value.type or null == "derivation" then "<derivation ${value.name}>"
    else if isAttrs value && value ? _type then "<${value._type}>"
    else if isAttrs value && value == { } then "{ }"
    else if isAttrs value then "{${lib.concatMapStrings (name: "\n${deeper}${showPart name} = ${pretty deeper value.${name}};") (attrNames value)}\n${indent}}"
    else if isList value && value == [ ] then "[ ]"
    else if isList value then "[${lib.concatMapStrings (entry: "\n${deeper}${pretty deeper entry}") value}\n${indent}]"
    else if isFunction value then "<function>"
    else if isPath value then toString value
    else toJSON value;
  lines = text: filter isString (builtins.split "\n" text);
  showDefs = lib.concatMapStrings (def:
    let
      shown = tryEval (let text = pretty "" def.value; in builtins.seq text text);
      all = lines shown.value;
      some = genList (elemAt all) (if length all > 5 then 5 else length all) ++ optional (length all > 5) "...";
    in
    "\n- In `${def.file}'" + (if !shown.success then "" else if length all > 1 then ":\n    ${builtins.concatStringsSep "\n    " some}" else ": ${shown.value}"));

  # Definitions under mkMerge and mkIf, one by one.
  discharge = value:
    if isType "merge" value then concatMap discharge value.contents
    else if isType "if" value then (if !builtins.isBool value.condition then throw "‘mkIf’ called with a non-Boolean condition" else if value.condition then discharge value.content else [ ])
    else [ value ];
  # Sets whose properties stand above the options that they are about.
  pushDown = value:
    if isType "merge" value then concatMap pushDown value.contents
    else if isType "if" value then map (mapAttrs (_: mkIf value.condition)) (pushDown value.content)
    else if isType "override" value then map (mapAttrs (_: mkOverride value.priority)) (pushDown value.content)
    else [ value ];

  priority = value: if isType "override" value then value.priority else 100;
  strongest = defs:
    let best = foldl' (least: def: if priority def.value < least then priority def.value else least) 9999 defs; in
    map (def: if isType "override" def.value then def // { value = def.value.content; } else def)
      (filter (def: priority def.value == best) defs);

  below = name: concatMap (def: concatMap
    (value: if isAttrs value && value ? ${name} then [ (def // { value = value.${name}; }) ] else [ ])
    (pushDown def.value));

  mergeDefinitions = path: type: raw:
    let
      name = showOption path;
      defs = strongest (concatMap
        (def: map (value: def // { inherit value; }) (addErrorContext "while evaluating definitions from `${def.file}':" (discharge def.value)))
        raw);
      wrong = filter (def: addErrorContext "while evaluating definitions from `${def.file}':" (!(type.check def.value))) defs;
    in
    {
      inherit defs;
      merged =
        if wrong != [ ] then
          throw "A definition for option `${name}' is not of type `${type.description}'. Definition values:${showDefs wrong}"
        else type.merge path defs;
    };

  evalOption = path: option: definitions:
    let
      name = showOption path;
      given = mergeDefinitions path option.type definitions;
      twice = option.readOnly or false && length given.defs > 1;
      value =
        if twice then throw "The option `${name}' is read-only, but it's set multiple times. Definition values:${showDefs given.defs}"
        else if given.defs != [ ] then given.merged
        else if option ? default then (mergeDefinitions path option.type [{ file = option.file; value = option.default; }]).merged
        else option.type.empty or (throw "The option `${name}' was accessed but has no value defined. Try setting the option.");
    in
    option // {
      loc = path;
      isDefined = given.defs != [ ];
      declarations = [ option.file ];
      definitionsWithLocations = given.defs;
      files = map (def: def.file) given.defs;
      value = addErrorContext "while evaluating the option `${name}':" (option.apply or (x: x) value);
    };

  # Options with their values, and what is defined without one.
  evalOptions = path: options: defs:
    let
      strange = concatMap (def: concatMap
        (value: map (name: { path = path ++ [ name ]; inherit (def) file; value = value.${name}; }) (filter (name: !(options ? ${name})) (attrNames value)))
        (pushDown def.value))
        defs;
      results = mapAttrs
        (name: option:
          if isType "option" option then { options = evalOption (path ++ [ name ]) option (below name defs); strange = [ ]; }
          else evalOptions (path ++ [ name ]) option (below name defs))
        options;
    in
    {
      options = mapAttrs (_: result: result.options) results;
      strange = concatMap (name: results.${name}.strange) (attrNames results) ++ strange;
    };

  values = mapAttrs (_: option: if isType "option" option then option.value else values option);

  fileOf = module: fallback: if isPath module || isString module then toString module else fallback;

  load = args: config: fallback: number: module:
    let
      file = fileOf module fallback;
      key = if isPath module || isString module then file else "${file}:anon-${toString number}";
      given = if isPath module || isString module then import module else module;
      argument = name: addErrorContext "while evaluating the module argument `${name}' in \"${key}\":"
        (args.${name} or (addErrorContext "noting that argument `${name}` is not externally provided, so querying `_module.args` instead, requiring `config`"
          config._module.args.${name}));
      value = if isFunction given then given (args // mapAttrs (name: _: argument name) (functionArgs given)) else given;
      long = value ? config || value ? options;
      meta = [ "_file" "key" "imports" "disabledModules" "freeformType" ];
      extra = removeAttrs value (meta ++ [ "config" "options" ]);
    in
    if !isAttrs value then throw "module ${file} (${key}) does not look like a module."
    else if long && extra != { } then
      throw "Module `${key}' has an unsupported attribute `${head (attrNames extra)}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString (attrNames extra)}) into the explicit `config' attribute."
    else [{
      file = value._file or file;
      freeform = value.freeformType or null;
      options = value.options or { };
      value = if long then value.config or { } else removeAttrs value meta;
    }] ++ builtins.concatLists (imap1 (load args config (value._file or file)) (value.imports or [ ]));

  withFile = file: mapAttrs (_: option: if isType "option" option then option // { inherit file; } else withFile file option);

  merge = path: a: b: a // mapAttrs
    (name: option:
      if !(a ? ${name}) then option
      else if isType "option" option && isType "option" a.${name} then
        throw "The option `${showOption (path ++ [ name ])}' in `${option.file}' is already declared in `${a.${name}.file}'."
      else merge (path ++ [ name ]) a.${name} option)
    b;

  evalModules = arguments@{ modules, specialArgs ? { }, prefix ? [ ], args ? { }, withArgs ? true }:
    let
      internal = {
        _file = "lib/modules.nix";
        options._module.args = mkOption { type = lib.types.lazyAttrsOf lib.types.anything; default = { }; };
        options._module.check = mkOption { type = lib.types.bool; default = true; };
        config._module.args = args;
      };
      all = builtins.concatLists (imap1 (load ({ inherit lib config options; } // specialArgs) config "<unknown-file>") ([ internal ] ++ modules));
      freeform = foldl' (found: module: if module.freeform != null then module.freeform else found) null all;
      declared = foldl' (merge prefix) { } (map (module: withFile module.file module.options) all);
      result = evalOptions prefix declared (map (module: { inherit (module) file value; }) all);
      free = filter (def: (head def.path) != "_module") result.strange;
      first = head result.strange;
      checked = value:
        if freeform == null && result.strange != [ ] && config._module.check then
          throw "The option `${showOption first.path}' does not exist. Definition values:${showDefs [ first ]}"
        else value;
      beneath = def: { inherit (def) file; value = setAttrByPath (genList (index: elemAt def.path (index + length prefix)) (length def.path - length prefix)) def.value; };
      config = values result.options // (if freeform == null || free == [ ] then { } else freeform.merge prefix (map beneath free));
      options = result.options;
    in
    {
      config = checked (removeAttrs config [ "_module" ]);
      options = checked options;
      extendModules = more: evalModules (arguments // {
        modules = modules ++ more.modules or [ ];
        specialArgs = specialArgs // more.specialArgs or { };
      });
    };

  mkRemovedOptionModule = path: advice: { options, ... }: {
    options = setAttrByPath path (mkOption {
      type = lib.types.anything;
      apply = _: throw "The option `${showOption path}' can no longer be used since it's been removed. ${advice}";
    });
    config.assertions =
      let option = attrByPath path null options; in
      [{
        assertion = !option.isDefined;
        message = "The option definition `${showOption path}' in ${showFiles option.files} no longer has any effect; please remove it.\n${advice}\n";
      }];
  };

  mkRenamedOptionModule = from: to: { options, ... }:
    let option = attrByPath from null options; in
    {
      options = setAttrByPath from (mkOption { type = lib.types.anything; });
      config = mkMerge [
        { warnings = optional option.isDefined "The option `${showOption from}' defined in ${showFiles option.files} has been renamed to `${showOption to}'."; }
        (setAttrByPath to (mkIf option.isDefined (mkMerge (map (def: def.value) option.definitionsWithLocations))))
      ];
    };
in
{
  inherit evalModules mergeDefinitions mkOption mkOverride mkIf mkMerge mkRemovedOptionModule mkRenamedOptionModule optional setAttrByPath
    showDefs showFiles showOption imap1;
  mkForce = mkOverride 50;
  mkDefault = mkOverride 1000;
}
