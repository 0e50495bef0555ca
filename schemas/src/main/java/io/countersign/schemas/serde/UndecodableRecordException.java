package io.countersign.schemas.serde;

/// Bytes that are no record of the wanted kind, and never will be: retrying cannot help. A registry
/// that does not answer is another matter and another exception.
///
/// The message holds the code's sentence and nothing from the bytes, and there is never a cause,
/// since messages of the Avro library quote what they stumble over.
public final class UndecodableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What is wrong; the names are stable and may be counted, logged and chained.
    public enum Code {
        TRUNCATED("the bytes end before the record does"),
        TRAILING_BYTES("bytes follow the end of the record"),
        TOO_LARGE("the record is larger than " + WireFormat.MAX_BODY_BYTES + " bytes"),
        BAD_MAGIC("the first byte is none of the wire format's"),
        BAD_HEADER("the schema id header is malformed"),
        UNKNOWN_SCHEMA("no schema is known under the record's schema id"),
        NOT_AVRO("the record's schema id belongs to a schema that is not Avro"),
        INCOMPATIBLE_SCHEMA("the writer's schema cannot be read as the wanted record"),
        MALFORMED_BODY("the body does not follow its schema");

        private final String sentence;

        Code(String sentence) {
            this.sentence = sentence;
        }
    }

    private final Code code;

    public UndecodableRecordException(Code code) {
        super(code.name() + ": " + code.sentence);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
