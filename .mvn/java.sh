#!/usr/bin/env bash
# Runs a build step's Java program on a JDK that is new enough: Maven's own, or the one that the launcher finds.
# usage: java.sh MAVEN_JAVA_HOME ARGUMENT...
set -euo pipefail
found="$(JAVA_HOME=$1 "$(dirname "$0")/../countersign" --print-java-home)"
shift
exec "$found/bin/java" "$@"
