package io.countersign.ledger;

/// What can go wrong in the ledger; `docs/spec/incidents.md` says what each means and what to do.
/// The names are stable.
public enum IncidentCode {
    // The entry topic contradicts itself or the log.
    ENTRY_MALFORMED(Response.STOP),
    ENTRY_CHAIN_UNKNOWN(Response.STOP),
    ENTRY_SEQ_GAP(Response.STOP),
    ENTRY_PREV_MISMATCH(Response.STOP),
    ENTRY_REPEATED(Response.STOP),
    ENTRY_FORK(Response.STOP),
    ENTRY_START_MISSING(Response.STOP),
    ENTRY_HEAD_MISSING(Response.STOP),
    ENTRY_TOPIC_TRUNCATED(Response.STOP),
    ENTRIES_LOST_UNSEALED(Response.STOP),
    ENTRY_PARTITIONS_CHANGED(Response.STOP),

    // The stored log contradicts itself or its lock checkpoint.
    LOG_FORKED(Response.STOP),
    LOG_AHEAD_OF_LOCK(Response.STOP),
    LOG_WITHOUT_LOCK(Response.STOP),
    LOG_DAMAGED(Response.STOP),
    LOG_CHECKPOINT_NOT_OURS(Response.STOP),
    LOG_STAGING_MISSING(Response.STOP),
    LOG_SEAL_MISSING(Response.STOP),
    LOG_KEYS_UNKNOWN(Response.STOP),
    LOG_LOCK_LOST(Response.STOP),
    LOG_IN_USE(Response.STOP),

    // Time and size.
    CLOCK_BACKWARDS(Response.STOP),
    SEAL_TOO_LARGE(Response.STOP),

    // The world around; the ledger starts over from what is stored.
    STORAGE_FAILED(Response.RELOAD),
    KAFKA_FAILED(Response.RELOAD),
    SIGNER_FAILED(Response.RELOAD),
    SCHEMA_REGISTRY_FAILED(Response.RELOAD),

    // A defect of ours.
    UNEXPECTED(Response.STOP);

    /// What the ledger does about it.
    public enum Response {
        /// It stops, and a person decides.
        STOP,
        /// It loads again after a pause and goes on.
        RELOAD
    }

    private final Response response;

    IncidentCode(Response response) {
        this.response = response;
    }

    public Response response() {
        return response;
    }
}
