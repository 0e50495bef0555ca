package io.countersign.schemas;

/// Names of the Kafka record headers that a producer of raw records sets. All values but the proof
/// are UTF-8 text.
public final class RecordHeaders {
    /// The input format's name, such as `squid`; `docs/coverage.md` lists them.
    public static final String SOURCE_FORMAT = "source-format";

    /// One connection or one file, pinned to one partition.
    public static final String SOURCE_ID = "source-id";

    /// A decimal number, dense within the source id, from 0.
    public static final String SOURCE_SEQ = "source-seq";

    /// 32 bytes by which intake says that the source proved who it is; absent where it did not.
    public static final String SOURCE_PROOF = "source-proof";

    private RecordHeaders() {}
}
