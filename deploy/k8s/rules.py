"""rules.py FILE: what our manifests promise beyond being valid Kubernetes. Prints each broken rule; exit code 1 if any."""

import sys

import yaml

WORKLOADS = ("StatefulSet", "Deployment", "Job", "CronJob", "DaemonSet", "Pod")
ROLES = {"audit", "alert", "ledger", "purger", "connect"}
KEEPER = "keeper"


def pod_spec(document):
    return document["spec"] if document["kind"] == "Pod" else document["spec"]["template"]["spec"]


def pod_faults(spec):
    context = spec.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
        yield "runs as root"
    if context.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "has no seccomp profile"
    if spec.get("automountServiceAccountToken") is not False:
        yield "mounts a service account's token"
    if any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
        yield "shares a namespace of the host"
    for container in spec.get("initContainers", []) + spec["containers"]:
        yield from (f"{container['name']} {fault}" for fault in container_faults(container))
    for volume in spec.get("volumes", []):
        if "hostPath" in volume:
            yield f"volume {volume['name']} is the host's"


def container_faults(container):
    context = container.get("securityContext", {})
    if context.get("readOnlyRootFilesystem") is not True:
        yield "may write its root file system"
    if context.get("allowPrivilegeEscalation") is not False:
        yield "may gain privileges"
    if context.get("capabilities", {}).get("drop") != ["ALL"]:
        yield "keeps capabilities"
    resources = container.get("resources", {})
    if not {"cpu", "memory"} <= resources.get("requests", {}).keys():
        yield "requests no resources"
    if "memory" not in resources.get("limits", {}):
        yield "has no memory limit"
    for variable in container.get("env", []):
        if any(word in variable["name"].upper() for word in ("PASSWORD", "SECRET", "TOKEN", "KEY")):
            yield "has a secret in its environment"


def has_record(documents):
    for document in documents:
        if document["kind"] == "ConfigMap" and "countersign.yaml" in document.get("data", {}):
            configuration = yaml.safe_load(document["data"]["countersign.yaml"])
            if configuration.get("archive", {}).get("lock"):
                return True
    return False


def faults(documents):
    roles = set()
    for document in documents:
        name = f"{document['kind']} {document['metadata']['name']}"
        if document["kind"] == "Secret":
            yield f"{name}: secrets are referred to, never written here"
        if document["kind"] in WORKLOADS:
            spec = pod_spec(document)
            yield from (f"{name}: {fault}" for fault in pod_faults(spec))
            for container in spec["containers"]:
                arguments = container.get("args", [])
                if arguments[:1] == ["run"]:
                    roles.add(arguments[1])
                    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                        if probe not in container:
                            yield f"{name}: has no {probe}"
                    if arguments[1] in ("ledger", "connect") and document["spec"].get("replicas") != 1:
                        yield f"{name}: there must be exactly one"
    # A record that is configured and that nobody keeps would be missed years later.
    wanted = ROLES | ({KEEPER} if has_record(documents) else set())
    if roles != wanted:
        yield f"the roles are {sorted(roles)}, not {sorted(wanted)}"
    denies = [
        document
        for document in documents
        if document["kind"] == "NetworkPolicy"
        and document["spec"]["podSelector"] == {}
        and sorted(document["spec"].get("policyTypes", [])) == ["Egress", "Ingress"]
        and not document["spec"].get("egress")
        and not document["spec"].get("ingress")
    ]
    if len(denies) != 1:
        yield "no network policy denies everything by default"


with open(sys.argv[1], encoding="utf-8") as stream:
    found = list(faults([document for document in yaml.safe_load_all(stream) if document]))
for fault in found:
    print(fault)
sys.exit(1 if found else 0)
