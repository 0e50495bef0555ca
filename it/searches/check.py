"""Every `eql`, `esql` and `lucene` block of the page: EQL by the parser of the package `eql`, ES|QL by Elastic's grammar in the
package `esql-parser`, Lucene's query syntax by the package `luqum`. A fault ends it with 1."""
import re
import sys

import eql
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from esql_parser.EsqlBaseLexer import EsqlBaseLexer
from esql_parser.EsqlBaseParser import EsqlBaseParser
from luqum.exceptions import ParseError
from luqum.parser import parser as lucene


class Refusing(ErrorListener):
    def syntaxError(self, recognizer, symbol, line, column, message, cause):
        raise SystemExit(f"ES|QL: line {line}:{column} {message}")


def blocks(page, language):
    found = re.findall(rf"^```{language}\n(.*?)^```", page, re.S | re.M)
    if not found:
        raise SystemExit(f"no {language} found")
    return found


def listening(recognizer):
    recognizer.removeErrorListeners()
    recognizer.addErrorListener(Refusing())
    return recognizer


page = open(sys.argv[1], encoding="utf-8").read()
with eql.parser.elasticsearch_syntax, eql.parser.allow_runs:
    for block in blocks(page, "eql"):
        eql.parse_query(block)
print(f"EQL: {len(blocks(page, 'eql'))} searches read")
for block in blocks(page, "esql"):
    tokens = CommonTokenStream(listening(EsqlBaseLexer(InputStream(block))))
    listening(EsqlBaseParser(tokens)).singleStatement()
print(f"ES|QL: {len(blocks(page, 'esql'))} searches read")
for block in blocks(page, "lucene"):
    try:
        lucene.parse(block.strip())
    except ParseError as fault:
        raise SystemExit(f"Lucene: {fault}") from fault
print(f"Lucene: {len(blocks(page, 'lucene'))} searches read")
