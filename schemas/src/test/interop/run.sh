#!/usr/bin/env bash
# The interop tests of the module `schemas`: our serde and client against Apicurio Registry and Confluent's own Python
# client, both fetched into a cache folder. Says one line and ends with 0 where they cannot be had.
set -euo pipefail
root=$(cd "$(dirname "$0")/../../../.." && pwd)
cache=${COUNTERSIGN_INTEROP_CACHE:-$HOME/.cache/countersign/interop}
mkdir -p "$cache"

skip() { echo "interop: skipped, $1"; exit 0; }

if [ ! -f "$cache/apicurio/quarkus-run.jar" ]; then
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all -DoutputDirectory="$cache" \
    || skip "Apicurio Registry 3.3.3 is not to be had from Maven Central"
  rm -rf "$cache/unpacking" && mkdir "$cache/unpacking"
  tar xzf "$cache/apicurio-registry-app-3.3.3-all.tar.gz" -C "$cache/unpacking"
  mv "$cache/unpacking" "$cache/apicurio"
fi
if ! "$cache/venv/bin/python" -c 'import confluent_kafka.schema_registry.avro' 2>/dev/null; then
  { rm -rf "$cache/venv" && python3 -m venv "$cache/venv" \
    && "$cache/venv/bin/pip" -q install 'confluent-kafka[avro,schemaregistry]==2.16.0' cachetools attrs httpx authlib; } \
    || skip "confluent-kafka 2.16.0 is not to be had from PyPI"
fi
cd "$root"
mvn -B -q test -pl schemas -am -Pinterop -Dinterop.cache="$cache" -Dsurefire.failIfNoSpecifiedTests=false
echo "interop: passed"
