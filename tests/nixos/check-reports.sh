#!/usr/bin/env bash
# check-reports.sh EXPECTED FOLDER: whether each host failed as it had to; FOLDER has the reports, at any depth.
#
# EXPECTED is an object of hosts: code, and where they are known, subject ("kind name") and place ("file", "file:line"; the file by the
# end of its path). A host's first failure counts. Prints a Markdown table; ends with 1 where a host fails otherwise, passes or is missing.
set -euo pipefail

expected=$1
folder=$2
mapfile -d '' reports < <(find "$folder/" -name report.json -type f -print0)
((${#reports[@]} > 0)) || { echo "There is no report below $folder." >&2; exit 1; }

jq -rs --slurpfile expected "$expected" '
  # Names and messages come from hosts: none of them makes a table, or a line, of its own.
  def text: tostring | gsub("[|\n\r`<>]"; " ");
  . as $reports
  | $expected[0] | to_entries | map(
      .key as $host | .value as $want
      | [$reports[] | select(any(.hosts[]; .name == $host))] as $own
      | ([$own[].failures[] | select(.host == $host or .host == null)][0]) as $first
      | (if $first.location then "\($first.location.file):\($first.location.line // "")" else "" end) as $place
      | (if $first.subject then "\($first.subject.kind) \($first.subject.name)" else "" end) as $subject
      | (if $own == [] then "no report has it"
         elif $first == null then "does not fail"
         else [
           (if $first.code != $want.code then "code" else empty end),
           (if $want.subject and $subject != $want.subject then "subject" else empty end),
           (if $want.place and ("/" + $place | test("/" + ($want.place | gsub("(?<c>[.+*?])"; "\\\(.c)")) + "(:|$)") | not)
            then "place" else empty end)
         ] | join(", ") end) as $wrong
      | { $wrong, line: "| \($host | text) | \($want.code) | \($first.code // "–" | text) | \($subject | text) | \($place | text) | \(if $wrong == "" then "as expected" else "**\($wrong)**" end) |" })
  | ("| host | expected | first failure | subject | place | verdict |", "|---|---|---|---|---|---|", .[].line,
     if all(.[]; .wrong == "") then empty else "wrong" end)' "${reports[@]}" |
  {
    wrong=0
    while IFS= read -r line; do
      if [[ $line == wrong ]]; then wrong=1; else printf '%s\n' "$line"; fi
    done
    exit "$wrong"
  }
