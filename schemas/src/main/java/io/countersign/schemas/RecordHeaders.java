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

    /// Where the record lay on the cluster that a bridge read it from: a decimal offset.
    public static final String SOURCE_OFFSET = "source-offset";

    /// `true`: the record is brought in as history, to be learned from and not alerted about.
    public static final String HISTORY = "history";

    private RecordHeaders() {}
}
