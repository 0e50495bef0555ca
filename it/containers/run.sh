#!/bin/bash
# run.sh
# The container tests for real: builds a broker image without a registry, then runs BrokerFaultsTest against it, in a
# network namespace of its own where it can start an engine itself, else with the engine that answers.
# Ends with 0 where they passed, 75 where no engine can be had (a line says why), anything else where they failed.
#   IT_BROKER_IMAGE   a broker image that the engine has or can pull, such as apache/kafka:4.3.1; else one is built
#   IT_BASE_IMAGE     the base of the image that is built, such as eclipse-temurin:25-jre; else one is made
#   COUNTERSIGN_JAVA_HOME, else JAVA_HOME   a JDK 25
# As root on Debian it installs docker.io and busybox-static where they are missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/it/target/containers
maven=(mvn -B -ntp -pl it -am -Dtest=BrokerFaultsTest -Dsurefire.failIfNoSpecifiedTests=false)

say() { echo "container tests: $*"; }
skip() { say "skipped: $*"; exit 75; }

is_jdk() { [ -x "$1/bin/jlink" ] && grep -qE '^JAVA_VERSION="(2[5-9]|[3-9][0-9])' "$1/release" 2>/dev/null; }
find_jdk() {
  local candidate
  for candidate in "${COUNTERSIGN_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$candidate" ] && is_jdk "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

engine_answers() {
  local engine
  for engine in "${DOCKER_HOST:-}" unix:///var/run/docker.sock; do
    [ -S "${engine#unix://}" ] &&
      curl -fsS -m 3 --unix-socket "${engine#unix://}" http://localhost/_ping >/dev/null 2>&1 && return
  done
  return 1
}

missing_packages() {
  if [ "$1" = own ]; then
    PATH="$PATH:/usr/sbin" command -v dockerd >/dev/null || echo docker.io
  fi
  # The image needs one that depends on no library.
  if [ -z "${IT_BROKER_IMAGE:-}${IT_BASE_IMAGE:-}" ]; then
    { [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1; } || echo busybox-static
  fi
}

install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  # The package would start its service; what runs here is started and stopped by with-docker.sh alone.
  local policy=/usr/sbin/policy-rc.d ours=0 code=0
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy" && ours=1
  fi
  # shellcheck disable=SC2086  # names, word by word
  for update in no yes; do
    code=0
    [ "$update" = no ] || timeout 120 apt-get update -qq >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -y -qq --no-install-recommends $1 >/dev/null 2>&1 || code=1
    [ "$code" = 1 ] || break
  done
  [ "$ours" = 0 ] || rm -f "$policy"
  return "$code"
}

# Inside: an engine is in DOCKER_HOST, and there may be no network.
if [ "${1:-}" = inside ]; then
  image=${IT_BROKER_IMAGE:-}
  if [ -z "$image" ]; then
    base=${IT_BASE_IMAGE:-}
    if [ -z "$base" ]; then
      base=countersign-test/base:local
      "$here/base-image.sh" "$work/root" "$base" >/dev/null
      rm -rf --one-file-system "$work/root"
    fi
    image=countersign-test/kafka:local
    docker build -q --build-arg "base=$base" -t "$image" "$work/kafka" >/dev/null 2>"$work/build.log" ||
      { cat "$work/build.log" >&2; exit 1; }
  fi
  cd "$root"
  exec "${maven[@]}" -o -Dit.broker=containers "-Dit.broker.image=$image" test > "$work/test.log" 2>&1
fi

[ "$(uname)" = Linux ] || skip "this needs Linux"
command -v curl >/dev/null || skip "this needs curl"
JAVA_HOME=$(find_jdk) || skip "this needs a JDK 25 (COUNTERSIGN_JAVA_HOME)"
export JAVA_HOME
if engine_answers; then
  chain=("$here/with-docker.sh")
  packages=$(missing_packages theirs)
else
  [ "$(id -u)" = 0 ] || skip "no Docker engine answers, and only root can start one"
  command -v unshare >/dev/null && command -v ip >/dev/null && command -v start-stop-daemon >/dev/null ||
    skip "no Docker engine answers, and unshare, ip or start-stop-daemon is missing"
  unshare --net true 2>/dev/null || skip "no Docker engine answers, and no network namespace can be had"
  chain=("$here/own-network.sh" "$here/with-docker.sh")
  packages=$(missing_packages own)
fi
if [ -n "$packages" ]; then
  install_packages "$packages" || skip "missing and not to be had: ${packages//$'\n'/, }"
fi

# Outside, with the network: everything that Maven will need inside. The test skips itself here.
mkdir -p "$work"
cd "$root"
if [ -z "${IT_BROKER_IMAGE:-}" ]; then
  rm -rf --one-file-system "$work/kafka"
  cp -r "$here/kafka" "$work/kafka"
  version=$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' pom.xml)
  mvn -B -q -ntp -f "$work/kafka/pom.xml" "-Dkafka.version=$version" dependency:copy-dependencies \
    -DincludeScope=runtime "-DoutputDirectory=$work/kafka/libs"
fi
rm -f "$work/test.log"
"${maven[@]}" test > "$work/prepare.log" 2>&1 || { tail -30 "$work/prepare.log"; say "FAILED to build"; exit 1; }

child=
interrupted() {
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  say "interrupted"
  exit "$1"
}
trap 'interrupted 130' INT
trap 'interrupted 143' TERM
code=0
"${chain[@]}" "$here/run.sh" inside &
child=$!
wait "$child" || code=$?
child=
grep '^BrokerFaultsTest' "$work/test.log" 2>/dev/null || true
case $code in
  0) say "passed; the log is $work/test.log" ;;
  75) skip "no Docker engine can be had" ;;
  *)
    grep -E '^\[ERROR\]' "$work/test.log" 2>/dev/null | head -20 || true
    say "FAILED with $code; the log is $work/test.log"
    ;;
esac
exit "$code"
