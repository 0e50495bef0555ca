#!/bin/bash
# with-docker.sh COMMAND...
# Runs COMMAND with an engine in DOCKER_HOST and with what Testcontainers needs where there is no registry.
#  - An engine that answers (DOCKER_HOST, else /var/run/docker.sock) is used and left alone.
#  - Else a dockerd of its own is started, with its data in a new directory under /tmp, and when COMMAND ends that one
#    is stopped, by its pid, with every container in it; its data is removed.
# Ends with COMMAND's exit code; 75 where no engine can be had.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 64; }
say() { echo "with-docker: $*" >&2; }
unavailable() { say "$*"; exit 75; }
answers() { curl -fsS -m 3 --unix-socket "$1" http://localhost/_ping >/dev/null 2>&1; }

for_testcontainers() {
  # Its helper images would be pulled: the reaper, and one that finds out the engine's address where /.dockerenv exists.
  export DOCKER_HOST="unix://$1" TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost
}

for engine in "${DOCKER_HOST:-}" unix:///var/run/docker.sock; do
  socket=${engine#unix://}
  if [ "$socket" != "$engine" ] && [ -S "$socket" ] && answers "$socket"; then
    say "using the engine at $socket"
    for_testcontainers "$socket"
    exec "$@"
  fi
done

# Two of them in one network namespace break each other: the second one empties the first one's iptables chains.
for pid in $(pgrep -x dockerd || true); do
  [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ] ||
    unavailable "a dockerd runs here already (pid $pid); set DOCKER_HOST to its socket"
done
export PATH="$PATH:/usr/sbin:/sbin"
dockerd=$(command -v dockerd) || unavailable "there is no dockerd"
[ "$(id -u)" = 0 ] || unavailable "only root can start dockerd"

directory=$(mktemp -d /tmp/with-docker.XXXXXX)
socket=$directory/socket
pidfile=$directory/pid
had_bridge=1
ip link show docker0 >/dev/null 2>&1 || had_bridge=0

stop() {
  local code=$?
  trap - EXIT
  trap '' INT TERM HUP
  if [ -S "$socket" ] && answers "$socket"; then
    local left
    left=$(docker -H "unix://$socket" ps -aq 2>/dev/null || true)
    # shellcheck disable=SC2086  # ids, word by word
    [ -z "$left" ] || docker -H "unix://$socket" rm -f -v $left >/dev/null 2>&1 || true
  fi
  # The pid of the file, and only where it is that program: TERM, and KILL after 20 s.
  start-stop-daemon --stop --quiet --oknodo --retry=TERM/20/KILL/5 --pidfile "$pidfile" --exec "$dockerd" ||
    say "dockerd did not stop"
  # Mounts that it leaves behind, the deepest first.
  awk -v at="$directory/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | while read -r mount; do
    umount "$mount" 2>/dev/null || umount -l "$mount" || true
  done
  rm -rf --one-file-system "$directory"
  [ "$had_bridge" = 1 ] || ip link delete docker0 2>/dev/null || true
  exit "$code"
}
child=
interrupted() {
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  exit "$1"
}
trap stop EXIT
trap 'interrupted 129' HUP
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

start-stop-daemon --start --quiet --background --no-close --pidfile "$pidfile" --exec "$dockerd" -- \
  --data-root "$directory/data" --exec-root "$directory/exec" -p "$pidfile" -H "unix://$socket" \
  --group "$(id -gn)" --log-opt max-size=10m >"$directory/dockerd.log" 2>&1
for tries in $(seq 1 150); do
  answers "$socket" && break
  running=1
  [ ! -s "$pidfile" ] || kill -0 "$(cat "$pidfile")" 2>/dev/null || running=0
  if [ "$tries" = 150 ] || { [ "$tries" -gt 10 ] && [ "$running" = 0 ]; }; then
    tail -5 "$directory/dockerd.log" >&2
    unavailable "dockerd does not start"
  fi
  sleep 0.2
done
say "started dockerd, pid $(cat "$pidfile"), in $directory"
for_testcontainers "$socket"
# In the background: bash runs a trap at once only while it waits.
"$@" <&0 &
child=$!
code=0
wait "$child" || code=$?
child=
exit "$code"
