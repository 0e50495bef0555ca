#!/usr/bin/env bash
# Reads the searches of docs/siem-searches.md with parsers of others: Microsoft's for KQL (npm, node), Endgame's and Elastic's
# for EQL, Elastic's grammar for ES|QL and luqum for Lucene (PyPI, python3). Exit code 75 where they cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."
cache="${XDG_CACHE_HOME:-$HOME/.cache}/countersign/searches"
mkdir -p "$cache"
command -v node >/dev/null && command -v npm >/dev/null && command -v python3 >/dev/null \
  || { echo 'skipped: node, npm or python3 is missing'; exit 75; }
[ -d "$cache/node_modules/@kusto/language-service-next" ] \
  || npm install --silent --prefix "$cache" @kusto/language-service-next@12.4.1 >/dev/null 2>&1 \
  || { echo 'skipped: the parser of KQL cannot be had'; exit 75; }
[ -x "$cache/python/bin/python" ] && "$cache/python/bin/python" -c 'import eql, esql_parser, antlr4, luqum' 2>/dev/null \
  || { python3 -m venv "$cache/python" && "$cache/python/bin/pip" -q install eql==1.0.1 esql-parser==9.1.3 luqum==1.0.0; } >/dev/null 2>&1 \
  || { echo 'skipped: the parsers of EQL, ES|QL and Lucene cannot be had'; exit 75; }
NODE_PATH="$cache/node_modules" node it/searches/kql.js docs/siem-searches.md
"$cache/python/bin/python" it/searches/check.py docs/siem-searches.md
