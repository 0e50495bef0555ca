"""schemas.py VERSION DIRECTORY: Kubernetes' JSON schemas, as the package kubernetes-validate carries them, one
self-contained file per kind, so that kubeconform reads them without a network."""

import json
import pathlib
import re
import sys

import kubernetes_validate

REFERENCE = re.compile(r"^(?:/api/_definitions\.json)?#/\$defs/(.+)$")


def localised(node, needed):
    """A copy whose references point into the same file; their names are added to `needed`."""
    if isinstance(node, list):
        return [localised(element, needed) for element in node]
    if not isinstance(node, dict):
        return node
    copy = {}
    for key, value in node.items():
        if key in ("$id", "$schema"):
            continue
        if key == "$ref" and isinstance(value, str):
            name = REFERENCE.match(value).group(1)
            needed.add(name)
            copy[key] = "#/$defs/" + name
        else:
            copy[key] = localised(value, needed)
    return copy


def main(version, target):
    source = (
        pathlib.Path(kubernetes_validate.__file__).parent
        / "kubernetes-json-schema"
        / f"v{version}-local-strict"
    )
    definitions = json.loads((source / "_definitions.json").read_text())["$defs"]
    target.mkdir(parents=True, exist_ok=True)
    for file in source.glob("*.json"):
        schema = json.loads(file.read_text())
        if "x-kubernetes-group-version-kind" not in schema:
            continue
        needed, found = set(), {}
        result = localised(schema, needed)
        while needed - found.keys():
            name = (needed - found.keys()).pop()
            found[name] = localised(definitions[name], needed)
        result["$defs"] = found
        (target / file.name).write_text(json.dumps(result))


main(sys.argv[1], pathlib.Path(sys.argv[2]))
