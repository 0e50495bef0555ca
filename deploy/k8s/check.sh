#!/usr/bin/env bash
# Renders the base and every overlay and checks them against Kubernetes' schemas and our own rules (rules.py).
# Exit codes: 0 all hold, 1 something does not, 75 skipped because a tool cannot be had.
#
#   COUNTERSIGN_K8S_VERSION   the Kubernetes version whose schemas are taken, 1.32.0
#   COUNTERSIGN_CHECK_CACHE   where the tools are kept, ~/.cache/countersign/k8s
set -euo pipefail

readonly kubeconform_version=v0.8.0
readonly kustomize_version=v5.8.2
readonly schemas_package=kubernetes-validate==1.37.0
readonly version=${COUNTERSIGN_K8S_VERSION:-1.32.0}
readonly cache=${COUNTERSIGN_CHECK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/countersign/k8s}
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT

skip() {
    echo "skipped: $1"
    exit 75
}

# go_tool NAME PACKAGE: the tool's path, installed into the cache where it is not there yet.
go_tool() {
    if [ ! -x "$cache/bin/$1" ]; then
        command -v go >/dev/null || return 1
        GOBIN=$cache/bin CGO_ENABLED=0 go install "$2" >"$work/go.log" 2>&1 || return 1
    fi
    echo "$cache/bin/$1"
}

mkdir -p "$cache"
kubeconform=$(command -v kubeconform || go_tool kubeconform "github.com/yannh/kubeconform/cmd/kubeconform@$kubeconform_version") \
    || skip "kubeconform $kubeconform_version is neither on the PATH nor to be built with go"
if kubectl kustomize --help >/dev/null 2>&1; then
    render() { kubectl kustomize "$1"; }
else
    kustomize=$(command -v kustomize || go_tool kustomize "sigs.k8s.io/kustomize/kustomize/v5@$kustomize_version") \
        || skip "neither kubectl nor kustomize $kustomize_version can be had"
    render() { "$kustomize" build "$1"; }
fi
command -v python3 >/dev/null || skip "python3 is not there"
if [ ! -d "$cache/python/kubernetes_validate" ]; then
    python3 -m pip install --quiet --target "$cache/python" "$schemas_package" >"$work/pip.log" 2>&1 \
        || skip "$schemas_package cannot be installed with pip"
fi
export PYTHONPATH=$cache/python
readonly schemas=$cache/schemas-$version
if [ ! -d "$schemas" ]; then
    python3 "$here/schemas.py" "$version" "$work/schemas"
    mv "$work/schemas" "$schemas"
fi

valid() {
    "$kubeconform" -strict -summary -schema-location "$schemas/{{.ResourceKind}}{{.KindSuffix}}.json" "$1"
}

failed=0
for directory in "$here/base" "$here"/overlays/*/; do
    name=${directory#"$here"/}
    name=${name%/}
    file=$work/${name//\//-}.yaml
    render "$directory" >"$file"
    if valid "$file" && python3 "$here/rules.py" "$file"; then
        echo "ok       $name"
    else
        echo "FAILED   $name"
        failed=1
    fi
done

# The checks themselves must be able to fail.
sed 's/replicas: 3/replicas: three/' "$work/base.yaml" >"$work/invalid.yaml"
sed 's/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/' "$work/base.yaml" >"$work/lax.yaml"
sed 's/\[run, keeper, /[run, purger, /; s/- keeper$/- purger/' "$work/overlays-example.yaml" >"$work/unkept.yaml"
if valid "$work/invalid.yaml" >/dev/null || python3 "$here/rules.py" "$work/lax.yaml" >/dev/null \
    || python3 "$here/rules.py" "$work/unkept.yaml" >/dev/null; then
    echo "FAILED   a broken manifest was accepted"
    failed=1
fi
exit "$failed"
