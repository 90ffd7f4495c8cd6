# Writes copies of C# files in which each pattern is an ordinary Regex, made when it is first used, and not 300 lines of code:
#
#   awk -v out=FOLDER -f plain-patterns.awk FILE...
#
# The generator's code is two thirds of all that is compiled. What it generates finds the same, faster; so it is left out only where
# somebody waits for the compiler. Line numbers stay what they are.
function finish() {
  if (copy != "") {
    close(copy)
  }
  if (holding) {
    print name ": a pattern without its method" >"/dev/stderr"
    exit 1
  }
}

FNR == 1 {
  finish()
  name = FILENAME
  copy = out "/" name
  # Back to the source, from the copy's own folder.
  way = out "/" name
  sub(/[^\/]*$/, "", way)
  gsub(/[^\/]+/, "..", way)
  printf "#line 1 \"%s%s\"\n", way, name >copy
}

!holding && /^ *\[GeneratedRegex\(/ {
  holding = 1
  held = $0
  sub(/^ *\[GeneratedRegex\(/, "", held)
  next
}

holding && /^ *[a-z ]*partial Regex [A-Za-z0-9_]+\(\);/ {
  sub(/\)\] *$/, "", held)
  match($0, /Regex [A-Za-z0-9_]+\(\);/)
  method = substr($0, RSTART + 6, RLENGTH - 9)
  declaration = substr($0, 1, RSTART + RLENGTH - 2)
  sub(/partial /, "", declaration)
  printf "%s => the%s ??= new Regex(%s); private static Regex? the%s;\n#line %d\n", declaration, method, held, method, FNR + 1 >copy
  holding = 0
  next
}

holding {
  held = held "\n" $0
  next
}

{ print >copy }

END { finish() }
