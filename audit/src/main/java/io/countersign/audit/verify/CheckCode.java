package io.countersign.audit.verify;

/// The named checks, in the order of a report. Codes are stable: people and programs match on them.
/// Each says what it shows where it passes, and what it does not show.
public enum CheckCode {
    CHECKPOINT_SIGNATURE(
            "checkpoint.signature",
            "A key that you trust signed this size and root; who held that key is not shown."),
    CHECKPOINT_MEMORY(
            "checkpoint.memory",
            "The log still begins with all that was verified before; what was never verified could"
                    + " still have been exchanged before."),
    BUNDLE_FORM(
            "bundle.form",
            "Each bundle holds exactly its entries and nothing after them; what they say is not"
                    + " looked at here."),
    TILE_LEAVES(
            "tile.leaves",
            "Each leaf hash is that of the stored entry; that the leaves are the signed ones is"
                    + " for tree.root to show."),
    TILE_NODES(
            "tile.nodes",
            "Each stored inner hash is that of what lies below it; that they are the signed ones"
                    + " is for tree.root to show."),
    TREE_ROOT(
            "tree.root",
            "The stored entries, in this order, give the checkpoint's root: none was changed,"
                    + " added, removed or moved since it was signed."),
    ENTRY_FORM(
            "entry.form",
            "Each entry decodes under a known schema and encodes to the same bytes, so that it"
                    + " says one thing only; whether it is true is not shown."),
    ENTRY_KIND("entry.kind", "Each entry carries the part of its kind and no other."),
    ENTRY_GRAMMAR(
            "entry.grammar",
            "Each field has the form that the specification gives it, so that no readable text"
                    + " stands where a code or an id belongs."),
    SCHEMA_TEXT(
            "schema.text",
            "The log holds the text of each schema that its entries are written with."),
    CHAIN_LINKS(
            "chain.links",
            "Within each chain the numbers have no gap and each entry names the hash of the one"
                    + " before; what was withheld before it was chained is not shown."),
    SEAL_SEQUENCE(
            "seal.sequence",
            "Seals are numbered without a gap, count their leaves, and the log ends with one."),
    SEAL_HEADS(
            "seal.heads",
            "Each seal names the real last entry of every chain, so that no tail is missing before"
                    + " a seal."),
    SEAL_CHECKPOINTS(
            "seal.checkpoints",
            "Each seal names the checkpoint before it, so that the log grew in these steps and in"
                    + " no others."),
    SEAL_KEYS(
            "seal.keys",
            "The seals and the checkpoint agree with the keys that the log itself put in force."),
    SEAL_INTERVAL(
            "seal.interval", "No two seals lie further apart than the limit that was asked for."),
    INPUT_OFFSETS(
            "input.offsets",
            "Each input offset from the first to the last tally is accounted for once; what came"
                    + " after the last tally is open."),
    INPUT_ENTRIES(
            "input.entries",
            "The tallies count exactly the entries that are there, and no input record has two."),
    TIMESTAMP_TOKENS(
            "timestamp.tokens",
            "An authority that you trust saw these checkpoints at the times that its tokens bear, so that"
                    + " no entry before them was made later; when an entry was made is not shown."),
    EVIDENCE_KEYS(
            "evidence.keys",
            "Each quarter's evidence has one key, which opened when it was last tried or went with two persons'"
                    + " signatures after six years; that these persons were entitled to it is for the directory to show."),
    CHECKPOINT_KEPT(
            "checkpoint.kept",
            "Each checkpoint that is kept beside the log is one that the log had, signed with the keys in"
                    + " force then; who else holds one that says otherwise is not shown."),
    CHECKPOINT_WITNESSES(
            "checkpoint.witnesses",
            "As many witnesses as you ask for saw the log at that size, and no other log of its name there;"
                    + " what it says is not theirs to know."),
    LOG_SUCCESSION(
            "log.succession",
            "The log begins with the installation's first entry, or goes on from exactly the end of the log"
                    + " before it; whether there is a later one, only that one shows.");

    private final String code;
    private final String whenPassed;

    CheckCode(String code, String whenPassed) {
        this.code = code;
        this.whenPassed = whenPassed;
    }

    /// The stable name.
    public String code() {
        return code;
    }

    /// What a pass shows and does not show, one sentence.
    public String whenPassed() {
        return whenPassed;
    }
}
