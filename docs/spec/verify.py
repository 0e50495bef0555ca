#!/usr/bin/env python3
"""A second verifier of docs/spec/log.md, written from the specification and from Python's standard library alone, so that
no mistake of the first one hides. It trusts nothing but the keys it is given (VKEYS: a file with one vkey a line).

    verify.py log DIR[,DIR...] VKEYS [CHECKPOINT]   a whole log, or those of several years in their order; with
                                                    CHECKPOINT, that the last one grew from that earlier signed state
    verify.py proof FILE VKEYS [ENTRY]     one .tlog-proof; the entry is in its extra line, or in the file ENTRY

One line for each fault, with its code of log.md, and status 1 where there is one. The leaves are kept in memory. Left out:
entry.grammar, seal.interval, checkpoint.kept, vouching, time stamps, whether a schema's fingerprint is its CRC."""
import base64, collections, functools, hashlib, json, os, re, sys
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def leaf_hash(entry): return sha256(b"\0", entry)
def node_hash(left, right): return sha256(b"\1", left, right)
def require(condition, sentence):
    if not condition: raise ValueError(sentence)
# ---- Ed25519, RFC 8032 section 5.1, slow and plain: a point is (x, y) with -x^2 + y^2 = 1 + D x^2 y^2
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_1 = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
def add(p, q):
    (x1, y1), (x2, y2) = p, q
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P
def multiply(n, p):
    twice = multiply(n // 2, add(p, p)) if n else (0, 1)
    return add(twice, p) if n % 2 else twice
def point(encoded):
    sign, y = encoded[31] >> 7, int.from_bytes(encoded, "little") & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P: x = x * ROOT_OF_MINUS_1 % P
    require(y < P and (x * x - square) % P == 0 and not (x == 0 and sign), "this encodes no point")
    return (x if x & 1 == sign else P - x), y
def ed25519_verifies(public_key, message, signature):
    require(len(public_key) == 32 and len(signature) == 64, "a key or a signature has another length")
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    r, a, base = point(signature[:32]), point(public_key), point(b"\x58" + b"\x66" * 31)
    return s < ORDER and multiply(s, base) == add(r, multiply(k, a))
# ---- Merkle trees, RFC 9162: proofs by the steps of 2.1.3.2 and 2.1.4.2, with the sizes that it leaves to the caller
def climb(fn, sn, path, roots):
    """What joins from the left is in every tree; what joins from the right is in the last one only."""
    for h in path:
        if sn == 0: return None
        if fn & 1 or fn == sn:
            roots = [node_hash(h, root) for root in roots]
            while not fn & 1 and fn: fn, sn = fn >> 1, sn >> 1
        else: roots = roots[:-1] + [node_hash(roots[-1], h)]
        fn, sn = fn >> 1, sn >> 1
    return roots if sn == 0 else None
def includes(index, size, path, leaf, root): return 0 <= index < size and climb(index, size - 1, path, [leaf]) == [root]
def consistent(first, second, path, first_root, second_root):
    if first in (0, second): return not path and first <= second and first_root == (second_root if first else sha256())
    if not 0 < first < second or not path: return False
    path, fn, sn = [first_root] * (first & (first - 1) == 0) + path, first - 1, second - 1
    while fn & 1: fn, sn = fn >> 1, sn >> 1
    return climb(fn, sn, path[1:], [path[0], path[0]]) == [first_root, second_root]
def push(subtrees, size, leaf):
    """The perfect subtrees that a tree of this size consists of, left to right, grow as a binary number does."""
    while size & 1: leaf, size = node_hash(subtrees.pop(), leaf), size >> 1
    subtrees.append(leaf)
def root_of(subtrees): return functools.reduce(lambda root, left: node_hash(left, root), subtrees[::-1]) if subtrees else sha256()
# ---- C2SP signed-note, tlog-checkpoint, tlog-proof
def unbase64(text, length=None):
    raw = base64.b64decode(text, validate=True)
    require(base64.b64encode(raw).decode() == text and length in (None, len(raw)), "base64 of another spelling or length")
    return raw
def decimal(text):
    require(text.isascii() and text.isdigit() and str(int(text)) == text and int(text) < 2**63, "this is no decimal number")
    return int(text)
def read_vkeys(path): return [line.strip() for line in open(path, encoding="utf-8") if line.strip() and not line.startswith("# ")]
def read_vkey(text):
    name, key_id, body = text.split("+", 2)
    require(sha256(name.encode(), b"\n", unbase64(body))[:4].hex() == key_id, "the key id of a vkey is not that of its key")
    return name, bytes.fromhex(key_id), unbase64(body)
def open_checkpoint(note, trusted):
    """(origin, size, root, vkey): a trusted key of the log's name signed it, and no line of a trusted key is wrong."""
    text, _, lines = note.decode("utf-8").rpartition("\n\n")
    require(len(note) <= 1_000_000 and lines.endswith("\n") and lines.count("\n") <= 100, "this is no signed note")
    require(text.count("\n") == 2 and not any(c < " " and c != "\n" for c in text), "this is no checkpoint")
    (origin, size, root), own = text.split("\n"), []
    for line in lines[:-1].split("\n"):
        dash, name, payload = [unbase64(part) if i == 2 else part for i, part in enumerate(line.split(" "))]
        require(dash == "\u2014" and name and "+" not in name and len(payload) > 4, "this is no signature line")
        for key in trusted:
            key_name, key_id, body = read_vkey(key)
            if body[0] == 1 and (name, payload[:4]) == (key_name, key_id):
                require(ed25519_verifies(body[1:], (text + "\n").encode(), payload[4:]), "a trusted line does not verify")
                own += [key] if name == origin else []
    require(own, "no trusted key of the log's name signed this")
    return origin, decimal(size), unbase64(root, 32), own[0]
def check_proof(text, trusted, entry=None):
    head, _, note = text.partition(b"\n\n")
    lines = head.decode("ascii").split("\n")
    require(lines.pop(0) == "c2sp.org/tlog-proof@v1", "this is no tlog-proof")
    if lines[0].startswith("extra "): entry = entry or unbase64(lines.pop(0)[6:])
    require(lines[0].startswith("index ") and entry is not None, "there is no index line, or no entry")
    index, path = decimal(lines[0][6:]), [unbase64(line, 32) for line in lines[1:]]
    origin, size, root, key = open_checkpoint(note, trusted)
    require(includes(index, size, path, leaf_hash(entry), root), "the hashes do not lead from the entry to the signed root")
    return f"leaf {index} of the {size} of {origin}, signed by {key}"
# ---- Avro: the values of a schema, in the one spelling that entry.md allows
class Schema:
    def __init__(self, text):
        """Named types are written out where they first occur, and by name from then on."""
        def learn(s): return self.names.setdefault(s["name"], s) if s.get("type") in ("record", "enum", "fixed") else s
        self.names = {}
        self.top = json.JSONDecoder(object_hook=learn).raw_decode(text)[0]
    def entry(self, body):
        self.bytes, self.at = body, 0
        value = self.value(self.top)
        require(self.at == len(body), "bytes follow the entry")
        return value
    def take(self, length):
        self.at += length
        require(length >= 0 and self.at <= len(self.bytes), "the entry is cut off")
        return self.bytes[self.at - length:self.at]
    def number(self, below=None):
        n, shift, byte = 0, 0, 128
        while byte >= 128:
            byte = self.take(1)[0]
            n, shift = n | (byte & 127) << shift, shift + 7
        require(n < 2**64 and (byte or shift == 7), "a number in another spelling")
        require(below is None or 0 <= n < 2 * below and n % 2 == 0, "a number without meaning")
        return n >> 1 ^ -(n & 1)
    def value(self, s):
        if isinstance(s, list): return self.value(s[self.number(len(s))])
        s = self.names.get(s, s) if isinstance(s, str) else s
        kind = s if isinstance(s, str) else s["type"]
        if kind == "record": return {field["name"]: self.value(field["type"]) for field in s["fields"]}
        if kind in ("long", "int"): return self.number()
        if kind == "string": return self.take(self.number()).decode("utf-8")
        if kind == "enum": return s["symbols"][self.number(len(s["symbols"]))]
        if kind == "fixed": return self.take(s["size"])
        if kind == "boolean": return [b"\0", b"\1"].index(self.take(1)) == 1
        if kind != "array": return None if kind == "null" else self.value(kind)
        items = [self.value(s["items"]) for _ in range(self.number(65536))]
        require(not items or self.number() == 0, "an array in two blocks")
        return items
# ---- The log
CONTROL = {"AMENDMENT", "ALERT", "ACCESS", "REVIEW", "HOLD", "SHRED", "RECONCILE", "NOTICE", "DECISION", "KEK", "DISPOSAL"}
COUNTED, REPLACED = ("EVENT", "REJECTION", "DUPLICATE"), "CHAIN_INPUT_REPLACED"
class Log:
    def __init__(self, directory):
        self.directory, self.faults, self.chains, self.seals, self.seal_time, self.seal_chain, self.ended = directory, [], {}, 0, 0, "", []
    def check(self, condition, code, place, sentence):
        if not condition: self.faults.append(f"{code} at {place}: {sentence}")
        return condition
    def stored(self, kind, n, width):
        """A tile or bundle, and whether it is the full one that took the place of the partial one."""
        groups = [f"x{n // 1000**i % 1000:03d}" for i in range(6, 0, -1) if n >= 1000**i] + [f"{n % 1000:03d}"]
        full = os.path.join(self.directory, "tile", str(kind), *groups)
        for file in [f"{full}.p/{width}"] * (width < 256) + [full]:
            if os.path.isfile(file): return open(file, "rb").read(), file == full and width < 256
        return b"", False
    def hashes(self, level, n, width):
        data, longer = self.stored(level, n, width)
        return data[:32 * width] if len(data) == 32 * (256 if longer else width) else None
    def bundle(self, n, width):
        (data, longer), entries, at = self.stored("entries", n, width), [], 0
        for _ in range(width):
            entries.append(data[at + 2:at + 2 + int.from_bytes(data[at:at + 2], "big")])
            at += 2 + int.from_bytes(data[at:at + 2], "big")
        return entries if at == len(data) or (longer and at < len(data)) else None
    def verify(self, trusted, earlier):
        self.before, self.ended = self.ended, []  # chains, seals and accounts go on from the log before
        self.schemas, self.keys, self.subtrees, self.sealed, self.sealed_text = {}, None, [], 0, b""
        try: self.origin, size, root, key = open_checkpoint(open(f"{self.directory}/checkpoint", "rb").read(), trusted)
        except (OSError, ValueError) as e: return self.check(False, "checkpoint.signature", "checkpoint", e)
        self.check(not earlier or earlier[1] <= size, "checkpoint.memory", "checkpoint", "the log was rolled back")
        leaves, entries = [], []
        for n in range(-(-size // 256)):  # each bundle against its tile
            width = min(256, size - 256 * n)
            bundle, tile = self.bundle(n, width), self.hashes(0, n, width)
            self.check(bundle, "bundle.form", f"bundle {n}", "this bundle is missing, cut, or longer than its entries")
            found = [leaf_hash(e) for e in bundle or []] or [tile[i:i + 32] for i in range(0, 32 * width if tile else 0, 32)]
            self.check(tile and b"".join(found) == tile, "tile.leaves", f"tile {n}", "missing, or not that of the entries")
            if not found: return size
            leaves += found
            entries += bundle if bundle and len(entries) == 256 * n else []
        level, number, followed = leaves, 0, True
        while len(level) >= 256:  # each tile against the level below
            level, number, below = [], number + 1, level
            for i in range(0, len(below) - 255, 256):
                for j in range(256): push(level, j, below[i + j])
            for i in range(0, len(level), 256):
                expected = level[i:i + 256]
                self.check(self.hashes(number, i // 256, len(expected)) == b"".join(expected),
                           "tile.nodes", f"tile {number}/{i // 256}", "missing, or not that of the level below")
        self.read_schemas(entries)
        for i, leaf in enumerate(leaves):
            push(self.subtrees, i, leaf)
            self.check(not earlier or earlier[1] != i + 1 or earlier[2] == root_of(self.subtrees), "checkpoint.memory",
                       f"leaf {i}", "up to here this is not what was signed before")
            try: followed = followed and i < len(entries) and self.follow(entries[i], leaf, i)
            except (ValueError, KeyError, TypeError) as e: followed = self.check(False, "entry.form", f"leaf {i}", e)
        self.check(root_of(self.subtrees) == root, "tree.root", "checkpoint", "the entries give another root")
        if followed:
            self.check(self.sealed == size, "seal.sequence", f"leaf {self.sealed}", "leaves follow the last seal")
            self.check(self.keys is None or key in self.keys, "seal.keys", "checkpoint", "its key is not in force")
        return size
    def read_schemas(self, entries):
        """A schema entry is written with the schema whose text it holds: its own bytes say how to read it."""
        for i, leaf in enumerate(entries):
            for text in re.findall(rb'{"type":"record","name":"AuditEntry".*', leaf, re.DOTALL):
                read = Schema(text.decode("utf-8", "replace"))
                said = read.entry(leaf[10:])["schema"]
                self.check(sha256(said["text"].encode()) == said["sha256"], "schema.text", f"leaf {i}", "another text")
                self.schemas[said["fingerprint"].to_bytes(8, "little", signed=True)] = read
    def follow(self, leaf, hash_of_leaf, index):
        require(leaf[:2] == b"\xc3\x01" and leaf[2:10] in self.schemas, "this is no entry of a schema that the log holds")
        schema, at = self.schemas[leaf[2:10]], f"leaf {index}"
        e, parts = schema.entry(leaf[10:]), [f["name"] for f in schema.top["fields"] if isinstance(f["type"], list)]
        self.check(e["kind"] != "UNRECOGNISED" and all((p == e["kind"].lower()) == (e[p] is not None) for p in parts),
                   "entry.kind", at, "the parts of this entry are not those of its kind")
        log = (e["takeover"] or {}).get("previousLog")
        named = [self.origin, log["origin"], log["size"], log["root"]] if log else []
        self.check(named == ([] if index else self.before) and not self.ended, "log.succession", at, "another end, or another log")
        c, place = self.chains.get(e["chain"]), (e["kind"] == "GENESIS", e["seq"], e["prev"])
        if c: fits = c["kind"] != "CLOSE" and place == (False, c["seq"] + 1, c["hash"])
        else:
            name, _, generation = e["chain"].rpartition("@")
            before = self.chains.get(f"{name}@{int(generation) - 1}")
            named = [(h["seq"], h["leafHash"], "CLOSE") for h in (e["genesis"] or {"previousHeads": []})["previousHeads"]]
            fits = place == (True, 0, bytes(32)) and (not before or (before["seq"], before["hash"], before["kind"]) in named)
            c = self.chains[e["chain"]] = {"inputs": {}, "control": 0, "before": before}
        self.check(fits, "chain.links", at, f"this is not what follows in {e['chain']}")
        c.update(seq=e["seq"], hash=hash_of_leaf, kind=e["kind"])
        self.account(c, e, at)
        if e["key"]: self.key(at, **e["key"])
        if e["seal"]: self.seal(e["seal"], e, index, at)
        return True
    def account(self, c, e, at):
        """Every offset of every input has one outcome (log.md, Offsets)."""
        def account_of(where, code, to=None):
            name, new = (where["topic"], where["partition"]), {"to": to or 0, "last": -1, "lost": -1, "open": collections.Counter()}
            self.check((name in c["inputs"]) == (to is None), code, at, "the genesis names this input twice, or not at all")
            return c["inputs"].setdefault(name, new)
        for start in e["genesis"]["inputs"] if e["genesis"] else []: account_of(start, "input.offsets", start["offset"])
        ends, close, before = {i: a["to"] for i, a in c["inputs"].items()}, e["close"] or {"inputs": []}, c["before"] or {}
        c["ends"], again = {(i["topic"], i["partition"]): i["offset"] for i in close["inputs"]}, close.get("incident") == REPLACED
        self.check((not e["close"] or c["ends"] == {i: min(to, c["ends"].get(i, to)) if again else to for i, to in ends.items()})
                   and (not e["genesis"] or before.get("kind") != "CLOSE" or before["ends"] == ends),
                   "input.offsets", at, "the inputs are handed over, or taken up, at other offsets")
        c["control"] += e["kind"] in CONTROL
        for kind in COUNTED:
            if e[kind.lower()]:
                where = e[kind.lower()]["input"]
                a = account_of(where, "input.entries")
                self.check(where["offset"] > max(a["last"], a["to"] - 1), "input.entries", at, "it had its outcome before")
                a["last"], a["open"][kind] = max(a["last"], where["offset"]), a["open"][kind] + 1
        if e["gap"]:
            a, first, end = account_of(e["gap"], "input.offsets"), e["gap"]["fromOffset"], e["gap"]["toOffset"]
            if self.check(a["to"] <= first < end, "input.offsets", at, "this gap lies where offsets had their outcome"):
                a["open"]["LOST"], a["lost"] = a["open"]["LOST"] + end - first, max(a["lost"], end - 1)
        for t in e["tally"]["inputs"] if e["tally"] else []:
            a, counts, first, end = account_of(t, "input.offsets"), collections.Counter(), t["fromOffset"], t["toOffset"]
            for o in t["counts"]: counts[o["outcome"]] += o["count"]
            edges = [first] + [edge for hole in t["holes"] for edge in (hole["fromOffset"], hole["toOffset"])] + [end]
            holes = sum(hole["toOffset"] - hole["fromOffset"] for hole in t["holes"])
            self.check(first == a["to"] and sum(counts.values()) - counts["REPLAYED"] == end - first and edges == sorted(edges)
                       and holes == counts["HOLE"] and min([0, *counts.values()]) == 0 and "UNRECOGNISED" not in counts,
                       "input.offsets", at, "the offsets of this tally do not add up, or do not follow those before")
            self.check(all(counts[k] == a["open"][k] for k in (*COUNTED, "LOST")) and max(a["last"], a["lost"]) < end,
                       "input.entries", at, "this tally counts other entries than there are")
            c["control"], a["to"] = c["control"] - counts["CONTROL_ENTRY"], end
            a["open"].clear()
        self.check(not e["tally"] or not c["control"], "input.entries", at, "this tally counts other control entries")
        c["control"] = 0 if e["tally"] else c["control"]
    def key(self, at, vkey, change, **_unused):
        known, added = vkey in (self.keys or []), change == "ADDED"
        self.keys = [k for k in self.keys or [] if k != vkey or added] + [vkey] * (added and not known)
        self.check(read_vkey(vkey) and (known or added), "seal.keys", at, "this key was not in force")
    def seal(self, s, e, index, at):
        self.seal_chain = self.seal_chain or e["chain"]
        place = (s["n"], s["leaves"], e["chain"]) == (self.seals, index + 1 - self.sealed, self.seal_chain)
        self.check(place and e["timeMillis"] >= self.seal_time, "seal.sequence", at, "not the next seal, or of other leaves")
        named = {h["chain"]: (h["seq"], h["leafHash"], {(i["topic"], i["partition"]): i["accountedTo"] for i in h["inputs"]})
                 for h in s["heads"]}
        there = {name: (c["seq"], c["hash"], {i: a["to"] for i, a in c["inputs"].items()})
                 for name, c in self.chains.items() if name != self.seal_chain}
        self.check(named == there and len(named) == len(s["heads"]), "seal.heads", at, "the log has other heads or offsets")
        self.check(s["previousCheckpoint"] == sha256(self.sealed_text), "seal.checkpoints", at, "the log had another past")
        keys = "".join(key + "\n" for key in self.keys or []).encode()
        self.check(self.keys is None or s["vkeys"] == sha256(keys), "seal.keys", at, "other keys are in force here")
        self.seals, self.sealed, self.seal_time = s["n"] + 1, index + 1, e["timeMillis"]
        root = root_of(self.subtrees)
        self.sealed_text = f"{self.origin}\n{self.sealed}\n{base64.b64encode(root).decode()}\n".encode()
        if s.get("next"): self.ended = [s["next"]["origin"], self.origin, self.sealed, root]

def main(command, file, vkeys, more=None):
    trusted, third, log = read_vkeys(vkeys), open(more, "rb").read() if more else None, Log(file)
    if command == "proof": return print(check_proof(open(file, "rb").read(), trusted, third))
    for log.directory in file.split(","):
        size = log.verify(trusted, open_checkpoint(third, trusted) if third and file.endswith(log.directory) else None)
    print("\n".join(log.faults) or f"verified {size} entries of {log.origin}: {log.seals} seals, {len(log.chains)} chains")
    return len(log.faults) > 0
if __name__ == "__main__":
    try: sys.exit(main(*sys.argv[1:]) if len(sys.argv) in (4, 5) else __doc__)
    except Exception as e: sys.exit(f"refused: {e}")
