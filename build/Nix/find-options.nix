# Where options of one nixosConfigurations.<host> are defined, asked after a failure. `question` may have
#   unknown   path of an option that does not exist: `siblings` are the names at its level;
#   message   text of a failed assertion: the modules that make it;
#   option    path of an option: the modules that define it;
#   units     { kind, name } of systemd units: the modules that define each.
# `modules` are these modules, and `options` what is defined of the options that the same modules declare; for units in `units`,
# in the order of the question.
{ host, question }:
let
  inherit (builtins) any attrNames concatMap concatStringsSep deepSeq elem filter head isAttrs isBool isFloat isInt isList isString
    map split tail toJSON toString tryEval;

  # An option that nobody needs may fail by itself.
  attempt = default: value: let result = tryEval value; in if result.success then result.value else default;
  forced = default: value: attempt default (deepSeq value value);
  isOption = value: isAttrs value && (value._type or null) == "option";

  # Also of a configuration with options that do not exist.
  options = removeAttrs (if host ? extendModules then host.extendModules { modules = [{ _module.check = false; }]; } else host).options
    [ "_module" ];

  at = path: set:
    if path == [ ] then set
    else if isOption set then set
    else if isAttrs set && set ? ${head path} then at (tail path) set.${head path}
    else null;

  collect = set: concatMap
    (name:
      let value = attempt null set.${name}; in
      if isOption value then [ value ] else if isAttrs value then collect value else [ ])
    (attrNames set);

  # The names in a set of options; an option with submodules goes on inside them.
  level = path: set:
    if isOption set then inside path set.type
    else if !isAttrs set then [ ]
    else if path == [ ] then attrNames set
    else level (tail path) (set.${head path} or null);
  inside = path: type:
    let
      named = elem (type.name or "") [ "attrsOf" "lazyAttrsOf" "listOf" "attrsWith" ];
      element = type.nestedTypes.elemType or null;
    in
    if (type.name or "") == "nullOr" && element != null then inside path element
    else if named && path == [ ] then [ ]
    else if named && element != null then inside (tail path) element
    else level path (removeAttrs (type.getSubOptions [ ]) [ "_module" ]);

  definitions = option: attempt [ ] option.definitionsWithLocations;
  filesOf = defs: forced [ ] (map (def: toString def.file) defs);
  plain = text: concatStringsSep " " (filter (part: isString part && part != "") (split "[[:space:]]+" text));

  asserting = filter
    (def: attempt false (any (entry: attempt true (!entry.assertion) && plain (attempt "" entry.message) == plain question.message) def.value))
    (definitions options.assertions);
  defining = unit:
    let option = at [ "systemd" unit.kind ] options; in
    if isOption option then filesOf (filter (def: attempt false (def.value ? ${unit.name})) (definitions option)) else [ ];
  modules =
    if question ? message then filesOf asserting
    else if question ? option then (let option = at question.option options; in if isOption option then filesOf (definitions option) else [ ])
    else [ ];

  show = value: if isString value || isInt value || isBool value || isFloat value || value == null then toJSON value else null;
  described = option: {
    option = option.loc;
    definitions = forced [ ] (map (def: { file = toString def.file; value = attempt null (show def.value); }) (definitions option));
  };
  declared = map (option: { inherit option; files = forced [ ] (map toString option.declarations); }) (collect options);
  answer = modules: {
    inherit modules;
    options = if modules == [ ] then [ ] else filter (each: each.definitions != [ ])
      (map (each: described each.option) (filter (each: any (file: elem file modules) each.files) declared));
  };
in
{
  siblings = if question ? unknown then forced [ ] (level question.unknown options) else [ ];
  units = map (unit: answer (defining unit)) (question.units or [ ]);
} // answer modules
