"""Runs docs/spec/verify.py many times in one process: one request a line, one answer a line. Only for tests.

log DIR VKEYS CHECKPOINT|-      the codes of its faults, or "-"
proof FILE VKEYS                "-" or "refused"
pack FILE VKEYS                 the codes of its faults, or "-"
corpus FILE                     the numbers of the lines that got another verdict than they must, or "-"
"""
import os, sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(sys.argv[1]))
import verify, verify_pack


def log(directory, vkeys, checkpoint):
    trusted = verify.read_vkeys(vkeys)
    run = verify.Log(directory)
    run.verify(trusted, None if checkpoint == "-" else verify.open_checkpoint(open(checkpoint, "rb").read(), trusted))
    return sorted({fault.split(" ")[0] for fault in run.faults})


def proof(file, vkeys):
    try:
        verify.check_proof(open(file, "rb").read(), verify.read_vkeys(vkeys))
        return []
    except (ValueError, IndexError):
        return ["refused"]


def pack(file, vkeys):
    with open(file, "rb") as f:
        return sorted({fault.split(" ")[0] for fault in verify_pack.Pack(f, verify.read_vkeys(vkeys)).faults})


def corpus(file):
    wrong = []
    for number, line in enumerate(open(file, encoding="ascii"), 1):
        name, kind, first, second, left, right, path, verdict = line.rstrip("\n").split("\t")
        path = [bytes.fromhex(h) for h in path.split(",")] if path else []
        check = {"inclusion": verify.includes, "consistency": verify.consistent}[kind]
        good = check(int(first), int(second), path, bytes.fromhex(left), bytes.fromhex(right))
        if good != (verdict == "valid"):
            wrong.append(str(number))
    return wrong


for request in sys.stdin:
    command, *arguments = request.rstrip("\n").split("\t")
    try:
        answer = {"log": log, "proof": proof, "pack": pack, "corpus": corpus}[command](*arguments)
    except Exception as e:
        answer = ["crashed:" + type(e).__name__]
    print(",".join(answer) or "-", flush=True)
