package io.countersign.ledger.locked;

/// Something that is not as the manifest promises.
///
/// @param place a path, a page or the origin of a log
/// @param sentence what is wrong, without text of any entry
public record LockedFault(Kind kind, String place, String sentence) {
    /// In the order of their weight.
    public enum Kind {
        /// No page that a trusted key signed.
        NO_MANIFEST,
        /// A page is missing, or not the one that the next names.
        PAGE_MISSING,
        /// An object is missing before its time.
        MISSING,
        /// An object is gone after its time, and no page says that it was let go.
        NOT_DISPOSED,
        /// A page lets a part go whose time had not come, or is not what there was of it.
        NOT_DUE,
        /// A page lets a part go, and no entry of the log says that two persons agreed.
        NOT_CHAINED,
        /// It has other bytes.
        CHANGED,
        /// Nothing keeps it from being deleted.
        UNLOCKED,
        /// Its lock ends earlier.
        SHORTER,
        /// A legal hold was lifted.
        NOT_HELD,
        /// The locked entries do not give the root that was signed.
        ROOT_DIFFERS,
        /// Sealed evidence of a locked entry is not in the record.
        EVIDENCE_MISSING,
        /// The log is another one than was locked.
        LOG_DIFFERS,
        /// The log has lost its end, or is gone.
        LOG_SHORTER,
        /// Objects that no page names: the manifest was cut, or others write there.
        UNLISTED,
        /// The log goes on, and the manifest does not: it was cut, or no keeper runs.
        BEHIND,
        /// A disposal was cut off: something that was let go is there still.
        UNFINISHED,
        /// Its name was deleted or written over; the locked version is there.
        HIDDEN
    }
}
