#!/bin/bash
# own-network.sh COMMAND...
# Runs COMMAND in a network namespace of its own, with a loopback device and whatever COMMAND makes in it (a bridge of
# Docker's, say), and no way out: no packet of a container test can leave the machine. Maven needs -o in there.
# Ends with COMMAND's exit code; 75 where no namespace can be had.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 64; }
unshare --net true 2>/dev/null || { echo "own-network: no network namespace can be had here" >&2; exit 75; }
exec unshare --net -- bash -c 'ip link set lo up && exec "$@"' own-network "$@"
