# Reports what systemd does to the test outside. POSIX sh; arrives as a credential and changes nothing in the system.
# Three ports, one writer each, a line of JSON at a time on the first two:
#   answers  hello, then what is asked for on the same port, a line each: "look", "show NAMES", "jobs", "rest NAMES", "dump",
#            or "autopsy": a dump and systemd's own words
#   state    the system's state when the boot is over and whenever it changes; by this script started as "watch"
#   journal  the journal in its export format, which takes journalctl half the time of JSON
PATH=/run/current-system/sw/bin:/run/current-system/systemd/bin:/usr/bin:/bin:/usr/sbin:/sbin
export PATH LC_ALL=C SYSTEMD_COLORS=0 SYSTEMD_PAGER='' SYSTEMD_LOG_LEVEL=err

# The kernel names a virtio port in sysfs: no udev is needed, so this works from the first moment on.
port() {
  for d in /sys/class/virtio-ports/*; do
    if [ -r "$d/name" ] && read -r n <"$d/name" && [ "$n" = "$1" ]; then P=/dev/${d##*/}; return 0; fi
  done
  return 1
}

say() { read -r up _ </proc/uptime; printf '{"t":"%s","up":%s,"d":%s}\n' "$1" "$up" "${2:-null}" >&3; }

# JSON out of "KEY=value" lines with an empty line between units, and out of plain lines.
escape='s/[\\"]/\\&/g;s/	/\\t/g;s/[[:cntrl:]]//g'
objects() { sed -e "$escape" -e 's/^\([A-Za-z]*\)=\(.*\)$/"\1":"\2",/' -e 's/^$/"_":0},{/' | tr -d '\n' | { printf '[{'; cat; printf '"_":0}]'; }; }
text() { sed -e "$escape" -e 's/$/\\n/' | tr -d '\n' | { printf '"'; cat; printf '"'; }; }
array() { sed '$!s/$/,/' | tr -d '\n' | { printf '['; cat; printf ']'; }; }

jobs() {
  say jobs "$(systemctl list-jobs --plain --no-legend --no-pager 2>/dev/null |
    sed -n -e 's/[\\"]/\\&/g' -e 's/^ *\([0-9][0-9]*\)  *\([^ ]*\)  *\([^ ]*\)  *\([^ ]*\) *$/{"id":\1,"unit":"\2","type":"\3","state":"\4"}/p' | array)"
}

# systemd-boot and others record the entry that they start (Boot Loader Interface), in UTF-16 behind four bytes.
firmware() {
  k=bios e=
  if [ -d /sys/firmware/efi ]; then
    k=uefi
    e=$(tail -c +5 /sys/firmware/efi/efivars/LoaderEntrySelected-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f 2>/dev/null | tr -d '\000' | sed "$escape")
  fi
  say firmware "{\"kind\":\"$k\",\"entry\":\"$e\"}"
}

# Where systemd looks for units (systemd.unit(5)), NixOS's own folders among them.
FOLDERS='/etc/systemd/system.control /run/systemd/system.control /run/systemd/transient /run/systemd/generator.early /etc/systemd/system
/etc/systemd-mutable/system /run/systemd/system /run/systemd/generator /usr/local/lib/systemd/system /usr/lib/systemd/system
/nix/var/nix/profiles/default/lib/systemd/system /run/systemd/generator.late'

# What targets pull in, by links and by settings: the paths of links, and lines of files behind their paths. It is more than
# what is started in the end, and costs no question to systemd.
wants() {
  set --
  for d in $FOLDERS; do
    [ -d "$d" ] || continue
    set -- "$@" "$d"/*.target "$d"/*.target.d/*.conf
    printf '%s\n' "$d"/*.target.wants/* "$d"/*.target.requires/* "$d"/*.target.upholds/*
  done
  grep -E '^(Wants|Requires|BindsTo|Requisite|Upholds)=' -- "$@" /dev/null 2>/dev/null
}

# The unit that default.target is a link to; the first folder wins.
default() {
  l=
  for d in $FOLDERS; do
    [ -L "$d/default.target" ] && l=$(readlink "$d/default.target") && break
    [ -e "$d/default.target" ] && break
  done
  l=${l##*/}
  case $l in *[!A-Za-z0-9:_.@-]*) l= ;; esac
}

# look: states and jobs of all units in one query, for a verdict that cannot wait.
look() {
  say list "$(systemctl list-units --all --full --no-pager --output=json 2>/dev/null | tr -d '\n')"
  default
  say default "\"$l\""
  say wants "$(wants | text)"
  say looked
}

PROPERTIES=Id,Names,LoadState,ActiveState,SubState,Result,Type,ExecMainCode,ExecMainStatus,ExecMainPID,StatusText,NRestarts,Job,JobType,Requires,Wants,After,BindsTo,Requisite,Conflicts,ConflictedBy,ConditionResult,AssertResult,ConditionTimestampMonotonic,AssertTimestampMonotonic,InactiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic
details() { systemctl show --no-pager -p "$PROPERTIES" -- "$@" 2>/dev/null | objects; }

manager() {
  m=$(systemctl show --no-pager -p Version -p SystemState -p NFailedUnits -p NJobs -p FirmwareTimestampMonotonic -p LoaderTimestampMonotonic -p KernelTimestampMonotonic -p InitRDTimestampMonotonic -p UserspaceTimestampMonotonic -p FinishTimestampMonotonic 2>/dev/null)
  say manager "$(printf '%s\n' "$m" | objects)"
}

# rest NAME...: what the report has of a boot that is over and was looked at: details of these, and of all that is not inactive.
rest() {
  say rest "$(details '*' "$@")"
  manager
  # A program takes long to start under emulation.
  case "
$m
" in
    *"
NJobs=0
"*) say jobs '[]' ;;
    *) jobs ;;
  esac
  firmware
  say end
}

dump() {
  say dump
  jobs
  # What is inactive, with what should not be, and what has failed or is on its way.
  inactive='' troubled=''
  set -f
  fields=$IFS
  IFS='
'
  for l in $(systemctl list-units --all --full --plain --no-legend --no-pager --state=inactive,failed,activating 2>/dev/null); do
    IFS=$fields
    # shellcheck disable=SC2086 # unit, load, active
    set -- $l
    case $3:$1 in
      failed:* | activating:*) troubled="$troubled $1" ;;
      inactive:*.service | inactive:*.socket | inactive:*.timer | inactive:*.path | inactive:*.mount) inactive="$inactive $1" ;;
    esac
  done
  IFS=$fields
  # A pattern passes over inactive units.
  # shellcheck disable=SC2086 # each name is a word
  shown=$(details '*' $inactive)
  say show "$shown"
  manager
  firmware
  case $shown in
    *default.target*) ;;
    *) say target "$(systemctl show --no-pager -p Id -p ActiveState default.target 2>/dev/null | objects)" ;;
  esac
  # shellcheck disable=SC2086 # each name is a word
  logs $troubled
  say end
}

# show NAME...: details of these units, which may be patterns.
show() {
  say detail "$(details "$@")"
  say shown
}

# logs NAME...: their last lines.
logs() {
  for u; do
    say log "$(journalctl -b -q --no-pager -o json --output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_PID,_TRANSPORT,_SYSTEMD_UNIT,UNIT -n 20 -u "$u" 2>/dev/null | array)"
  done
}

# What systemd said before journald ran is in the journal only a while after journald has started.
autopsy() {
  i=0
  until [ -n "$(journalctl -b -q -t systemd -n 1 2>/dev/null)" ] || [ "$i" -gt 4 ]; do
    i=$((i + 1))
    sleep 1
  done
  say log "$(journalctl -b -q --no-pager -o json --output-fields=MESSAGE,MESSAGE_ID,PRIORITY,SYSLOG_IDENTIFIER,_PID,_TRANSPORT,_SYSTEMD_UNIT,UNIT,JOB_RESULT -t systemd -p notice -n 200 2>/dev/null | array)"
  dump
}

# Whatever the host asks for.
answer() {
  while read -r request names <&3; do
    # The time between question and answer bounds how far this clock is from the other one.
    say heard
    # shellcheck disable=SC2086 # each name is a word, and no pattern for files
    case $request in
      jobs) jobs ;;
      look) look ;;
      show) (set -f; show $names) ;;
      rest) (set -f; rest $names) ;;
      dump) (dump) ;;
      autopsy) (autopsy) ;;
    esac
  done
}

# journalctl that is started before journald has made its file may never print anything.
journal() {
  port vmtest.journal && exec 4<>"$P" || exit 0
  while :; do
    for f in /run/log/journal/*/system.journal /var/log/journal/*/system.journal; do [ -e "$f" ] && break 2; done
    sleep 0.3 2>/dev/null || sleep 1
  done
  exec journalctl -b -f --no-tail -q -o export --output-fields=MESSAGE,MESSAGE_ID,PRIORITY,SYSLOG_IDENTIFIER,_SOURCE_MONOTONIC_TIMESTAMP,_PID,_TRANSPORT,_SYSTEMD_UNIT,UNIT,JOB_TYPE,JOB_RESULT,EXIT_CODE,EXIT_STATUS,UNIT_RESULT >&4 2>/dev/null
}

# --wait returns the moment the job queue is empty; before systemd answers at all it fails at once. Whoever waits subscribes to
# every change, which costs systemd more than all the rest: the unit of this is started when the default target's job is done.
watch() {
  last=
  while :; do
    state=$(systemctl is-system-running --wait 2>/dev/null)
    case $state in
      "" | offline | unknown) sleep 0.3 2>/dev/null || sleep 1; continue ;;
    esac
    [ "$state" = "$last" ] || say state "\"$state\""
    last=$state
    sleep 1
  done
}

# Opens a port for what is said; the driver may come late.
open() {
  i=0
  until port "$1"; do
    i=$((i + 1))
    [ "$i" = 3 ] && modprobe -q virtio_console 2>/dev/null
    [ "$i" -gt 60 ] && exit 0
    sleep 1
  done
  exec 3<>"$P" || exit 0
}

if [ "$1" = watch ]; then
  open vmtest.state
  watch
fi

open vmtest.answers
read -r boot </proc/sys/kernel/random/boot_id
read -r kernel </proc/sys/kernel/osrelease
say hello "{\"v\":1,\"boot\":\"$boot\",\"kernel\":\"$kernel\"}"
journal 3>&- &
answer
