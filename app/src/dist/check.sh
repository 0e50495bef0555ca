#!/bin/sh
# Unpacks an archive that package.sh made and uses it where there is no JDK: checksums, help, scan, and the whole demo.
# usage: check.sh ARCHIVE
set -eu
archive=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "the archive does not hold: $1" >&2
    exit 1
}
tar -C "$work" -xzf "$archive"
home=$(echo "$work"/countersign-*)
if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum; else sum='shasum -a 256'; fi
(cd "$home" && $sum -c SHA256SUMS >/dev/null) || fail 'a checksum differs'
# Nothing but what the start script itself calls: no java, and no variable that leads to one.
mkdir "$work/tools"
for tool in sh dirname readlink; do
    ln -s "$(command -v "$tool")" "$work/tools/$tool"
done
countersign() {
    env -i PATH="$work/tools" HOME="$work" "$home/countersign" "$@"
}
countersign --help | grep -q 'Usage: countersign' || fail '--help'
countersign --version | grep -q '^countersign [0-9]' || fail '--version'
printf 'Patient: Jane Roe, MRN: 00123456, seen for diabetes.\n' >"$work/note.txt"
code=0
countersign scan "$work/note.txt" >"$work/scan.txt" || code=$?
[ "$code" -eq 1 ] && grep -q 'MRN' "$work/scan.txt" || fail 'scan'
printf 'The garage opens at eight.\n' | countersign scan - >/dev/null || fail 'scan of a clean text'
[ -s "$home/lib/countersign.aot" ] || fail 'the cache for fast starts is missing'
countersign demo --exit --dir "$work/demo" >"$work/demo.txt" 2>&1 || {
    tail -n 40 "$work/demo.txt" >&2
    fail 'demo --exit'
}
countersign verify "$work/demo" >/dev/null || fail 'verify'
echo 'the archive runs without a JDK: help, scan, demo, verify'
