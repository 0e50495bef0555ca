package io.countersign.audit.pack;

/// What a check of a pack refuses; the codes are stable (`docs/spec/proof.md`).
public enum PackCode {
    /// Files that are missing, too many, twice, in another order, too large, or no zip file at all.
    FORM("pack.form"),
    /// A manifest that is none, or says something else than the files.
    MANIFEST("pack.manifest"),
    /// A checkpoint that no key you trust, of the log's name, signed.
    CHECKPOINT("pack.checkpoint"),
    /// An entry whose hashes do not lead to the checkpoint's root.
    PROOFS("pack.proofs"),
    /// Entries that are missing from what the pack says to hold all of.
    COMPLETE("pack.complete"),
    /// A time stamp, cosignature or kept checkpoint that does not hold, or is another log's.
    BESIDE("pack.beside");

    private final String code;

    PackCode(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
