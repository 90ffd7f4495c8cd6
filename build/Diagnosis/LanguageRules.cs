using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>Errors of the Nix language itself (src/libexpr).</summary>
internal static class LanguageRules
{
    private const string CorrectSyntax = "Correct the syntax at the place named.";
    private const string BreakCycle = "Break the cycle: a value must not depend on itself; in a module, imports must not depend on config.";

    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        // The name of a token: WITH until Nix 2.18, 'with' from then on.
        new(FailureCodes.Syntax, @"syntax error, (?<more>unexpected '?(?i:assert|else|if|in|inherit|let|rec|then|with)'?, expecting "
            + @"(?:ID|identifier)\b[^\n]*)", SubjectKind.File,
            "Syntax error in {place}: {more}.",
            "A keyword of Nix stands where a name is expected: as the name of an attribute it needs quotes, and no variable can have it."),
        new(FailureCodes.Syntax, @"syntax error, (?<more>unexpected [^\n]+, expecting ';'[^\n]*)", SubjectKind.File,
            "Syntax error in {place}: {more}.", "Put a ';' before the place named, where the binding before it ends."),
        new(FailureCodes.Syntax, @"syntax error, (?<more>unexpected [^\n]+, expecting '\.' or '='[^\n]*)", SubjectKind.File,
            "Syntax error in {place}: {more}.", "Put a '=' before the place named: a binding has the form name = value."),
        new(FailureCodes.Syntax, @"syntax error, (?<more>unexpected end of file[^\n]*)", SubjectKind.File,
            "Syntax error in {place}: {more}.",
            "Close what is still open at the file's end: a bracket, a string, a comment, or a let without its in."),
        new(FailureCodes.Syntax, @"syntax error, (?<more>unexpected [^\n]+)", SubjectKind.File, "Syntax error in {place}: {more}.",
            CorrectSyntax),
        new(FailureCodes.Syntax, @"attribute '(?<name>[^']+)' already defined at (?<more>[^\n]+)", SubjectKind.Attribute,
            "The attribute '{name}' is defined twice; first at {more}.", "Keep one of the two, or merge them."),
        new(FailureCodes.Syntax, @"duplicate formal function argument '(?<name>[^']+)'", SubjectKind.Attribute,
            "The function's argument '{name}' is declared twice.", "Take one of them away."),
        new(FailureCodes.Syntax, @"(?<more>dynamic attributes not allowed in (?:let|inherit)|path '[^']*' has a trailing slash|URL "
            + @"literals are disabled|invalid (?:integer|float) '[^']*')", SubjectKind.File,
            "Syntax error in {place}: {more}.", CorrectSyntax),
        new(FailureCodes.UndefinedVariable, @"undefined variable '(?<name>system)'", SubjectKind.Attribute,
            "The variable '{name}' is not defined.",
            "In a module, the system is pkgs.stdenv.hostPlatform.system; in flake.nix, define it in a let."),
        new(FailureCodes.UndefinedVariable, @"undefined variable '(?<name>inputs|self|outputs|flake)'", SubjectKind.Attribute,
            "The variable '{name}' is not defined.",
            "Name it in the module's head, and pass it to the modules, in flake.nix, by specialArgs (to those of Home Manager by "
                + "home-manager.extraSpecialArgs)."),
        new(FailureCodes.UndefinedVariable, @"undefined variable '(?<name>[^']+)'", SubjectKind.Attribute,
            "The variable '{name}' is not defined.", "Define it, correct its name, or add it to the function's arguments."),
        new(FailureCodes.MissingAttribute, @"attribute '(?<name>currentSystem)' missing", SubjectKind.Attribute,
            "The attribute '{name}' is missing.",
            "A flake does not know on which system it is evaluated: pass system to import nixpkgs, or set nixpkgs.hostPlatform."),
        new(FailureCodes.MissingAttribute, @"attribute '(?<name>[^']+)' (?:in selection path '(?<more>[^']+)' )?(?:missing|not found)",
            SubjectKind.Attribute,
            "The attribute '{name}' is missing.", "Correct its name, or define it."),
        new(FailureCodes.Assertion, @"assertion '(?<name>.+?)' failed", SubjectKind.Assertion,
            "The assertion '{name}' failed.", "Make the condition true, or take the assert away."),
        new(FailureCodes.Throw, @"evaluation aborted with the following error message: '(?<more>.*)'", SubjectKind.File,
            "The evaluation was aborted: {more}", "Follow the message: the code at the place named calls abort."),
        new(FailureCodes.InfiniteRecursion, @"infinite recursion encountered", SubjectKind.File,
            "The evaluation runs into an infinite recursion.", BreakCycle),
        new(FailureCodes.InfiniteRecursion, @"stack overflow", SubjectKind.File,
            "The evaluation recurses without end (stack overflow).",
            "Give the recursion an end; a function that calls itself must have a case in which it does not."),
        new(FailureCodes.Call, @"called without required argument '(?<name>[^']+)'", SubjectKind.Attribute,
            "A function is called without its required argument '{name}'.", "Pass the argument '{name}', or give it a default."),
        new(FailureCodes.Call, @"called with unexpected argument '(?<name>extraSpecialArgs)'", SubjectKind.Attribute,
            "A function is called with the argument '{name}', which it does not take.",
            "It is Home Manager's (home-manager.extraSpecialArgs); nixosSystem calls it specialArgs."),
        new(FailureCodes.Call, @"called with unexpected argument '(?<name>[^']+)'", SubjectKind.Attribute,
            "A function is called with the argument '{name}', which it does not take.",
            "Take the argument '{name}' away, correct its name, or let the function take more (...)."),
        new(FailureCodes.Call, @"attempt to call something which is not a function but (?<more>[^\n]+)", SubjectKind.File,
            "Something is called that is not a function but {more}.",
            "Check the brackets and commas before it: in a list, a call needs brackets of its own."),
        new(FailureCodes.Call, @"cannot find required argument|function '(?<name>[^']*)' (?:requires|expects) (?<more>[^\n]+)",
            SubjectKind.Attribute,
            "A function is called with wrong arguments.", "Pass what the function declares."),
        new(FailureCodes.Type, @"attribute '(?<name>[^']+)' is not a derivation", SubjectKind.Attribute,
            "The attribute '{name}' is not a derivation.", "Give it a package or another derivation."),
        new(FailureCodes.Type, @"value is (?<found>[^\n]+?) while (?<wanted>an? [\w ]+|null) was expected", SubjectKind.File,
            "A value is {found} where {wanted} is expected.", "Give it {wanted}."),
        new(FailureCodes.Type, @"expected (?<wanted>an? [\w ]+|null) but found (?<found>[^:\n]+)", SubjectKind.File,
            "A value is {found} where {wanted} is expected.", "Give it {wanted}."),
        new(FailureCodes.Type, @"cannot coerce (?<found>[^:\n]+?) to (?<wanted>an? [\w ]+)", SubjectKind.File,
            "A value is {found} and cannot be made {wanted}.", "Convert it, or use another value."),
        new(FailureCodes.Type, @"(?<more>cannot (?:add|compare|subtract|concatenate|decode|convert|append) [^\n]+|(?:list "
            + @"index|'?elem(?:ent)?At'?) [^\n]*out of bounds[^\n]*|'builtins\.elemAt'[^\n]*|division by zero|integer "
            + @"overflow[^\n]*|string '[^']*' (?:doesn't represent|is not allowed)[^\n]*|string '[^']*' cannot be[^\n]*|the string "
            + @"'[^']*' is not allowed to refer to[^\n]*|dynamic attribute name[^\n]*|(?:a|the) string[^\n]*cannot "
            + @"(?:refer|have context)[^\n]*)", SubjectKind.File,
            "A value has the wrong type or range: {more}.", "Correct the value at the place named."),
        // Newer versions say as the cause in what two values differ, and the assertion in the frame around it.
        new(FailureCodes.Assertion, @"while evaluating the condition of the assertion '(?<name>[^\n]+)'", SubjectKind.Assertion,
            "The assertion '{name}' failed.", "Make the condition true, or take the assert away.") { InTrace = true },
    ];
}
