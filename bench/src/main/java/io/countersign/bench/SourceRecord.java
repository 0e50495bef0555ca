package io.countersign.bench;

/// One invented record.
///
/// @param kind what is to become of it
/// @param topic where its source writes
/// @param format the `source-format` header
/// @param value its bytes; not copied
@SuppressWarnings("ArrayRecordComponent") // made, sent and forgotten; never compared
record SourceRecord(RecordClass kind, String topic, String format, byte[] value) {
    /// Without the bytes.
    @Override
    public String toString() {
        return "SourceRecord[" + kind + ", " + format + "]";
    }
}
