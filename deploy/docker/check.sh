#!/bin/bash
# check.sh [DEMO]
# Builds the image for real and runs it as deploy/k8s does: user 10001, root file system read-only, no capabilities, no
# network. DEMO is the folder of a demo (`countersign demo --exit --dir DEMO`): its log is verified in the container.
# Needs what `mvn package -pl app -am` builds. Takes the engine that answers or starts its own, as it/containers/run.sh does.
# Exit codes: 0 it runs, 75 skipped because no engine can be had, anything else failed.
#   IMAGE_BASE   an image with Java 25 that the engine has or can pull, such as eclipse-temurin:25-jre; else one is made
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
containers=$here/../../it/containers
tag=countersign-test/countersign:local

if [ "${1:-}" = inside ]; then
    base=${IMAGE_BASE:-}
    if [ -z "$base" ]; then
        base=countersign-test/base:local
        work=$(mktemp -d)
        trap 'rm -rf --one-file-system "$work"' EXIT
        "$containers/base-image.sh" "$work/root" "$base" >/dev/null
    fi
    bash "$here/build.sh" "$tag" "$base" >/dev/null
    run=(docker run --rm --network none --read-only --tmpfs /tmp --user 10001:10001 --cap-drop ALL
        --security-opt no-new-privileges --memory 512m)
    "${run[@]}" "$tag" --version
    "${run[@]}" "$tag" --help | grep -q '^Usage: countersign' || { echo "FAILED: no help"; exit 1; }
    if [ -n "${2:-}" ]; then
        # Its own copy: the folder of the demo belongs to somebody else.
        copy=$(mktemp -d)
        cp -r "$2/log" "$2/log.vkeys" "$copy/" && chmod -R a+rX "$copy"
        "${run[@]}" -v "$copy:/demo:ro" -e XDG_STATE_HOME=/tmp "$tag" verify /demo | tail -3
        rm -rf --one-file-system "$copy"
    fi
    docker image inspect --format '{{.Size}}' "$tag" | awk '{printf "ok: %.0f MB\n", $1 / 1e6}'
    exit 0
fi

skip() { echo "skipped: $1"; exit 75; }
[ "$(uname)" = Linux ] || skip "this needs Linux"
PATH=$PATH:/usr/sbin command -v docker >/dev/null || skip "docker is missing"
if docker info >/dev/null 2>&1; then
    exec "$containers/with-docker.sh" "$0" inside "$@"
fi
[ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null || skip "no engine answers, and none can be started"
exec "$containers/own-network.sh" "$containers/with-docker.sh" "$0" inside "$@"
