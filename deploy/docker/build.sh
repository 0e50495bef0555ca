#!/usr/bin/env bash
# build.sh TAG [BASE]: the image from what `mvn package -pl app -am` has built.
#
#   BASE   an image with Java 25, by default eclipse-temurin:25-jre
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly target=$here/../../app/target
readonly tag=${1:?usage: build.sh TAG [BASE]}
readonly base=${2:-eclipse-temurin:25-jre}
context=$(mktemp -d)
readonly context
trap 'rm -rf "$context"' EXIT

if [ ! -e "$target/countersign-app.jar" ] || [ ! -d "$target/lib" ]; then
    echo "app/target holds no countersign-app.jar and lib: run mvn package -pl app -am" >&2
    exit 4
fi
mkdir -p "$context/countersign/lib"
cp "$target/countersign-app.jar" "$target"/lib/*.jar "$context/countersign/lib/"
# The same jars give the same tarball, and so the same layer.
tar -C "$context" --sort=name --owner=0 --group=0 --numeric-owner --mtime='@0' \
    -czf "$context/countersign-dist.tar.gz" countersign
rm -r "$context/countersign"
docker build --build-arg "BASE=$base" -f "$here/Dockerfile" -t "$tag" "$context"
