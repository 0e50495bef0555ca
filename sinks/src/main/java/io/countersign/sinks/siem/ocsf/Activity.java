package io.countersign.sinks.siem.ocsf;

/// One activity of one class: what `type_uid` stands for.
///
/// @param id the class's `activity_id`
/// @param name its caption, or for 99 (Other) our own word
record Activity(OcsfClass type, int id, String name) {
    /// The id whose name is not OCSF's.
    static final int OTHER = 99;

    long typeUid() {
        return type.uid() * 100L + id;
    }
}
