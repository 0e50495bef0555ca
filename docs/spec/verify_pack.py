#!/usr/bin/env python3
"""A second verifier of proof packs (docs/spec/proof.md), written from the specification on top of verify.py beside it, and of
nothing else but Python's standard library.

    verify_pack.py FILE VKEYS        FILE: a pack, or an exported case, which holds one for each log
                                     VKEYS: a file with the logs' keys, from elsewhere, one vkey a line

It unpacks nothing to disk. One line for each fault, with its code of proof.md, and status 1 where there is one. Left out: time stamps
(openssl ts -verify checks them as they lie in the pack) and cosignatures."""
import io, json, re, sys, zipfile, verify
from verify import decimal, require

MAX_ENTRIES, MAX_NOTE, MAX_LEAF, MAX_PROOFS, MAX_STEPS, MAX_LOGS = 30_000, 1_000_000, 65_535, 2**31, 2**28, 200
EVENT, AMENDMENT, POLICY, NOTICE, DECISION, SEAL, SCHEMA, MAX_STRETCH = 4, 5, 11, 18, 19, 21, 23, 1_000_000
NOT_THE_LOGS = "The entries between the seals are not the log's: one was left out, put in or changed."
BESIDE = {"stamped": "log.timestamps", "kept": "log.checkpoints", "witnessed": "log.witnessed"}
HEAD = verify.Schema("""{"type": "record", "name": "Head", "fields": [{"name": "kind", "type": "int"},
    {"name": "chain", "type": "string"}, {"name": "seq", "type": "long"},
    {"name": "prev", "type": {"type": "fixed", "name": "Prev", "size": 32}},
    {"name": "incarnation", "type": {"type": "fixed", "name": "Incarnation", "size": 16}},
    {"name": "timeMillis", "type": "long"}]}""")
def head_of(leaf):
    """The first fields of an entry of any version."""
    require(leaf[:2] == b"\xc3\x01", "this is no entry")
    HEAD.bytes, HEAD.at = leaf[10:], 0
    return HEAD.value(HEAD.top)

class Pack:
    """FILE is open for reading bytes. What it holds is in leaves, one pair a leaf: its first fields and its bytes."""
    def __init__(self, file, trusted):
        self.faults, self.trusted, self.leaves = [], trusted, []
        file.seek(max(0, file.seek(0, 2) - 22))
        end = file.read()
        number = lambda at, length: int.from_bytes(end[at:at + length], "little")
        try:
            require(end[:4] == b"PK\5\6" and len(end) == 22 and not number(20, 2), "this is no zip file, or something follows it")
            require(number(10, 2) <= 2 * MAX_ENTRIES + 16 and number(12, 4) <= 200 * (2 * MAX_ENTRIES + 16), "too many files")
            with zipfile.ZipFile(file) as self.zip:
                self.names = [i.orig_filename for i in self.zip.infolist()]
                require(len(set(self.names)) == len(self.names), "a file is in the pack twice")
                self.check()
        except (ValueError, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zipfile.zlib.error) as e:
            self.fault("form", "pack", e)
    def fault(self, code, place, sentence): self.faults.append(f"pack.{code} at {place}: {sentence}")
    def read(self, name, limit):
        with self.zip.open(name) as f: data = f.read(limit + 1)
        require(len(data) <= limit, f"{name} is larger than it may be")
        return data
    def check(self):
        note, text = self.read("checkpoint", MAX_NOTE), self.read("manifest", 500 * MAX_ENTRIES)
        try: self.own = verify.open_checkpoint(note, self.trusted)
        except ValueError as e: self.own = self.fault("checkpoint", "checkpoint", e)
        try: vkey, selection, entries, beside = self.manifest(text.decode())
        except ValueError as e: return self.fault("manifest", "manifest", e)
        if not self.own: return
        named = ["checkpoint"]
        for index, *_ in entries: named += [f"leaves/{index}.entry", f"leaves/{index}.tlog-proof"]
        for kind, size in beside:
            named += [f"{BESIDE[kind]}/{size}.{end}" for end, there in
                      (("checkpoint", True), ("consistency", size != self.own[1]), ("tsr", kind == "stamped")) if there]
        require(named + ["manifest"] == self.names, "the files are others than the manifest names, or in another order")
        try: require(vkey in self.trusted and verify.open_checkpoint(note, [vkey]), "this key is none that you trust")
        except ValueError as e: self.fault("manifest", "manifest", e)
        heads = [self.entry(note, *entry) for entry in entries]
        if None not in heads: self.complete(selection, entries, heads)
        for kind, size in beside: self.beside(f"{BESIDE[kind]}/{size}", size, entries[-1][0])
    def manifest(self, text):
        """One spelling: what is read gives the same text again."""
        require(text.endswith("\n") and text.count("\n") <= MAX_ENTRIES + 6, "the manifest is none")
        first, vkey, selection, *lines = text[:-1].split("\n")
        entries = [line.split(" ") for line in lines if line.startswith("entry ")]
        beside = [line.split(" ") for line in lines[len(entries):]]
        require(first == "countersign-proof-pack/1" and vkey.startswith("vkey ") and verify.read_vkey(vkey[5:])
                and selection.startswith("selection "), "the manifest does not begin as one does")
        require(entries and len(entries) <= MAX_ENTRIES and all(len(e) == 5 and re.fullmatch("[0-9a-f]{64}", e[2]) for e in entries)
                and all(line.startswith("entry ") for line in lines[:len(entries)]), "a line of the manifest is none")
        entries = [(decimal(i), bytes.fromhex(h), c, decimal(s)) for _, i, h, c, s in entries]
        indexes, kinds = [e[0] for e in entries], [b[0] for b in beside]
        require(indexes == sorted(set(indexes)), "the entries are in another order than the log, or one is there twice")
        require(kinds == [k for k in BESIDE if k in kinds] and all(len(b) == 2 for b in beside), "checkpoints in another order")
        return vkey[5:], selection.split(" ")[1:], entries, [(k, decimal(s)) for k, s in beside]
    def entry(self, note, index, stated_hash, chain, seq):
        leaf = self.read(f"leaves/{index}.entry", MAX_LEAF)
        path, _, bears = self.read(f"leaves/{index}.tlog-proof", len(note) + 4000).partition(b"\n\n")
        try:
            first, place, *path = path.decode("ascii").split("\n")
            require((first, place, bears) == ("c2sp.org/tlog-proof@v1", f"index {index}", note), "of another entry or checkpoint")
            path = [verify.unbase64(h, 32) for h in path]
            require(verify.includes(index, self.own[1], path, verify.leaf_hash(leaf), self.own[2]),
                    "the hashes do not lead from this entry to the signed root")
        except ValueError as e: return self.fault("proofs", f"leaf {index}", e)
        try:
            head = head_of(leaf)
            require((verify.leaf_hash(leaf), head["chain"], head["seq"]) == (stated_hash, chain, seq), "the entry says otherwise")
            self.leaves.append((head, leaf))
            return head
        except ValueError as e: return self.fault("manifest", f"leaf {index}", e)
    def complete(self, selection, entries, heads):
        kind, *said = selection
        try:
            if kind == "numbers":
                chain, first, last = said[0], decimal(said[1]), decimal(said[2])
                require([(e[2], e[3]) for e in entries] == [(chain, seq) for seq in range(first, min(last, first + MAX_ENTRIES) + 1)],
                        "not all numbers of the chain, or others too")
                require(all(h["prev"] == e[1] for e, h in zip(entries, heads[1:])), "an entry names another predecessor")
            elif kind == "sealed":
                first, last, since, until = map(decimal, said)
                require([e[0] for e in entries] == list(range(first, min(last, first + MAX_ENTRIES) + 1)), "not all leaves, or others too")
                require(first == 0 or (heads[0]["kind"] == SEAL and heads[0]["timeMillis"] < since), "no seal from before begins it")
                require(last == self.own[1] - 1 or (heads[-1]["kind"] == SEAL and heads[-1]["timeMillis"] >= until),
                        "no seal from after ends it")
            else: require(selection == ["entries"], "nobody knows this selection")
        except (ValueError, IndexError) as e: self.fault("complete", "manifest", e)
    def beside(self, name, stated, last):
        try:
            lines = self.read(f"{name}.checkpoint", MAX_NOTE).decode().split("\n")
            origin, size, root = lines[0], decimal(lines[1]), verify.unbase64(lines[2], 32)
            path = self.read(f"{name}.consistency", 63 * 45).decode("ascii").splitlines() if size != self.own[1] else []
            require(lines[3] == "" and origin == self.own[0] and last < size == stated <= self.own[1], "another log's, or of another size")
            require(verify.consistent(size, self.own[1], [verify.unbase64(h, 32) for h in path], root, self.own[2]),
                    "the hashes do not lead from this checkpoint to the pack's own")
        except (ValueError, IndexError) as e: self.fault("beside", name, e)

def either(of, key, own): return [v for v in ((of.get("person") or {}).get(key) or of[own],) if v]
SCOPE = {"person": lambda e: either(e, "id", "user"), "service": lambda e: [e["destination"]["service"]],
         "department": lambda e: either(e, "department", "department"), "disposition": lambda e: [e["disposition"]],
         "subject": lambda e: [s["token"].hex() for s in e["subjects"]]}
def left_of(index, size, path):
    """What a proof has on the left of its leaf: the perfect subtrees before it, left to right."""
    fn, sn, found = index, size - 1, []
    for h in path:
        if fn & 1 or fn == sn:
            found.append(h)
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        fn, sn = fn >> 1, sn >> 1
    return found[::-1]
def bundled(file):
    while length := file.read(2):
        leaf = file.read(int.from_bytes(length, "big"))
        require(len(length) == 2 and len(leaf) == int.from_bytes(length, "big"), "The entries between the seals are cut off.")
        yield leaf

class Case:
    """An exported case: its packs, and whether they are all of it (proof.md, An exported case)."""
    def __init__(self, file, trusted):
        self.faults, self.packs = [], []
        try:
            with zipfile.ZipFile(file) as self.zip:
                self.read(trusted)
                if not self.faults: self.whole(trusted)
        except (ValueError, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zipfile.zlib.error) as e:
            self.faults.append(f"case.whole at case: {e}")
    def file(self, name, limit):
        with self.zip.open(name) as f: data = f.read(limit + 1)
        require(len(data) <= limit, f"{name} is larger than it may be")
        return data
    def read(self, trusted):
        names = ["proofs.zip"] + [f"proofs-{n}.zip" for n in range(2, MAX_LOGS + 1)]
        for name in names[:([n in self.zip.namelist() for n in names] + [False]).index(False)]:
            self.packs.append(Pack(io.BytesIO(self.file(name, MAX_PROOFS)), trusted))
            self.faults += self.packs[-1].faults
    def whole(self, trusted):
        leaves, schemas = [leaf for pack in self.packs for leaf in pack.leaves], {}
        for head, leaf in leaves:
            if head["kind"] != SCHEMA: continue
            read = verify.Schema(re.search(rb'{"type":"record","name":"AuditEntry".*', leaf, re.DOTALL)[0].decode("utf-8", "replace"))
            schemas[leaf[2:10]] = read if read.entry(leaf[10:])["schema"] else None
        steps, cases, counted = {}, set(), []
        for head, leaf in leaves:
            if head["kind"] not in (NOTICE, DECISION): continue
            require(leaf[2:10] in schemas, "the packs do not hold the schema of a step")
            entry = schemas[leaf[2:10]].entry(leaf[10:])
            step = entry["decision"] or entry["notice"]
            cases.add(step["caseId"])
            steps[step["step"]] = step["text"]
            if entry["decision"]: counted.append((step["step"], step["entries"]))
        require(len(cases) == 1, "The packs hold steps of several cases." if cases else "The packs hold no step of a case.")
        require(sorted(steps) == list(range(len(steps))), "A step of the case is left out: steps are numbered without holes, from 0.")
        lines, members = self.file("steps.txt", MAX_STEPS).split(b"\n"), {}
        require(len(lines) == len(steps) + 1 and not lines.pop(), "steps.txt has not a line for each step.")
        for number, line in enumerate(lines):
            salt, _, text = line.partition(b" ")
            commitment = verify.sha256(b"\2", bytes.fromhex(salt.decode("ascii")), text)
            require(len(salt) == 64 and commitment == steps[number]["commitment"],
                    f"The text of step {number} is not the one that the log names.")
            for e in json.loads(text)["entries"]: members[e["chain"], e["seq"]] = e["leaf_hash"]
        events = {(h["chain"], h["seq"]): verify.leaf_hash(leaf).hex() for h, leaf in leaves if h["kind"] == EVENT}
        for chain, seq in sorted(members):
            require((chain, seq) in events, f"Event {chain}:{seq} of the case is left out.")
            require(events[chain, seq] == members[chain, seq], f"Event {chain}:{seq} is another than the one that the case names.")
        for chain, seq in sorted(events):
            require((chain, seq) in members, f"Event {chain}:{seq} was put in: the case has it not.")
        require(max(counted)[1] == len(members) == sum(h["kind"] == EVENT for h, _ in leaves),
                "The case's last step counts another number of events.")
        self.found = f"the case is whole: {cases.pop()}, {len(events)} events, {len(steps)} steps"
        self.policies(leaves, schemas)
        if any(name.startswith("complete/") for name in self.zip.namelist()): self.scoped(trusted, schemas, members)
    def policies(self, leaves, schemas):
        """What each event was judged by: its chain had begun to use that policy, and the file's bytes have its hash."""
        judged, began, files = {}, {}, {}
        for head, leaf in leaves:
            if head["kind"] not in (EVENT, POLICY): continue
            require(leaf[2:10] in schemas, "the packs do not hold the schema of an event or a policy's entry")
            entry = schemas[leaf[2:10]].entry(leaf[10:])
            if entry["event"]: judged[head["chain"], head["seq"]] = entry["event"]["policy"]
            else: began[head["chain"], head["seq"]] = entry["policy"]["sha256"]
        for name in self.zip.namelist():
            if name.startswith("policies/"): files[name] = verify.sha256(self.file(name, MAX_NOTE))
        for name, digest in files.items():
            require(name == f"policies/{digest.hex()}.policy" and digest in judged.values(),
                    "A policy in the file is none that an event of the case was judged by.")
        for (chain, seq), policy in sorted(judged.items()):
            before = [number for of, number in began if of == chain and number < seq]
            require(not (began or files) or before and began[chain, max(before)] == policy,
                    f"Event {chain}:{seq} was judged by a policy whose entry is left out.")
    def scoped(self, trusted, schemas, members):
        """Between two seals there is no other event of the scope (proof.md, That nothing was left out)."""
        first_line, sealed, *lines = self.file("complete/scope", 1 << 20).decode()[:-1].split("\n")
        (word, since, until), values = sealed.split(" "), {}
        for key, _, value in (line.partition(" ") for line in lines): values.setdefault(key, []).append(value)
        spelt = [f"{key} {value}" for key in SCOPE for value in sorted(set(values.get(key, [])), key=lambda v: v.encode("utf-16-be"))]
        require(first_line == "countersign-case-scope/1" and word == "sealed" and decimal(since) < decimal(until) and values
                and lines == spelt and self.file("complete/scope", 1 << 20).endswith(b"\n"), "The scope of the case is none.")
        (first, path, note), (last, end, other) = self.bound("first"), self.bound("last")
        require(note == other and first <= last, "The two proofs bound no stretch of one log at one checkpoint.")
        origin, size, root, _ = verify.open_checkpoint(note, trusted)
        subtrees, events, amended, index = left_of(first, size, path), {}, set(), first - 1
        with self.zip.open("complete/entries") as f:
            for index, leaf in enumerate(bundled(f), first):
                require(index <= last and index < first + MAX_STRETCH, NOT_THE_LOGS)
                leaf_hash, head = verify.leaf_hash(leaf), head_of(leaf)
                require(index != first or verify.includes(first, size, path, leaf_hash, root), NOT_THE_LOGS)
                require(index != last or verify.includes(last, size, end, leaf_hash, root)
                        and subtrees == left_of(last, size, end), NOT_THE_LOGS)
                require(index != first or first == 0 or head["kind"] == SEAL and head["timeMillis"] < int(since),
                        "The pack does not begin with a seal from before its time, so that entries of that time may be missing.")
                require(index != last or last == size - 1 or head["kind"] == SEAL and head["timeMillis"] >= int(until),
                        "The pack does not end with a seal from after its time, so that entries of that time may be missing.")
                verify.push(subtrees, index, leaf_hash)
                if head["kind"] not in (EVENT, AMENDMENT): continue
                require(leaf[2:10] in schemas, "the packs do not hold the schema of an entry between the seals")
                entry = schemas[leaf[2:10]].entry(leaf[10:])
                event = entry["event"] or entry["amendment"]["revised"]
                original, place = (entry["amendment"] or {"original": entry})["original"], (head["chain"], head["seq"])
                fits = all(set(of) & set(SCOPE[key](event)) for key, of in values.items())
                if entry["event"]: events[place] = fits
                elif fits: amended.add((original["chain"], original["seq"]))
        require(index == last, NOT_THE_LOGS)
        matched = [place for place in sorted(events) if events[place] or place in amended]
        for chain, seq in matched:
            require((chain, seq) in members,
                    f"Event {chain}:{seq} matches the scope, lies between the seals, and is left out of the case.")
        self.found += f"\nbetween leaf {first} and leaf {last} of {origin} there is no other event of the scope: the case has all {len(matched)}"
    def bound(self, name):
        head, _, note = self.file(f"complete/{name}.tlog-proof", MAX_NOTE + 4000).partition(b"\n\n")
        kind, place, *path = head.decode("ascii").split("\n")
        require(kind == "c2sp.org/tlog-proof@v1" and place.startswith("index "), "The two proofs bound no stretch of one log at one checkpoint.")
        return decimal(place[6:]), [verify.unbase64(h, 32) for h in path], note

def is_case(f):
    try:
        with zipfile.ZipFile(f) as outer: return "proofs.zip" in outer.namelist()
    except (ValueError, OSError, zipfile.BadZipFile): return False

def main(file, vkeys):
    trusted = verify.read_vkeys(vkeys)
    with open(file, "rb") as f: whole = Case(f, trusted) if is_case(f) else Pack(f, trusted)
    packs = [whole] if isinstance(whole, Pack) else whole.packs
    print("\n".join(whole.faults or [f"the pack holds: entries of the {pack.own[1]} of {pack.own[0]}, signed by {pack.own[3]}"
                                     for pack in packs] + ([] if isinstance(whole, Pack) else [whole.found])))
    return len(whole.faults) > 0

if __name__ == "__main__": sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
