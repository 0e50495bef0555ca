package io.countersign.app.purge;

/// What came of reading back the evidence of a partition up to a sealed head.
///
/// @param position to go on from the next time
/// @param state whether all of it is there
record ReadBack(ReadBackPosition position, State state) {
    enum State {
        /// The evidence of every entry up to the sealed head is on its topic, as the entry says.
        DURABLE,
        /// The evidence of an entry is not there: its raw record is all that is left.
        EVIDENCE_MISSING,
        /// The entry topic does not lead to the sealed head.
        HEAD_NOT_FOUND
    }
}
