package io.countersign.topology.chain;

/// A chain can't go on without a person: continuing could fork it. The task stops;
/// `docs/spec/incidents.md` says what each code means and how to go on.
public final class ChainIncident extends RuntimeException {
    /// Stable codes.
    public enum Code {
        /// A transaction on the entry topic stayed open beyond the wait at task start.
        CHAIN_ENDS_DIFFER,
        /// The task's state knows entries that the entry topic does not hold.
        CHAIN_STATE_AHEAD,
        /// State and entry topic hold different entries at the same sequence number.
        CHAIN_HEAD_DIFFERS,
        /// The entry topic holds entries that the task's state does not know, also after it was
        /// restored.
        CHAIN_STATE_BEHIND,
        /// The entry topic holds entries of another chain, or no entry at all.
        CHAIN_UNREADABLE,
        /// An input topic ends before what was accounted for: it was made anew or truncated, and
        /// its next records would pass for old ones.
        CHAIN_INPUT_REPLACED
    }

    private final Code code;

    public ChainIncident(Code code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
