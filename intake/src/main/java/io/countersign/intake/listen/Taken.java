package io.countersign.intake.listen;

import io.countersign.schemas.Token;

/// What was read where a record was expected. Closed when the bytes are no longer needed.
public sealed interface Taken extends AutoCloseable {
    /// A record.
    ///
    /// @param bytes not copied
    /// @param share the memory that they take of the budget
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] bytes, MemoryBudget.Share share) implements Taken {
        @Override
        public void close() {
            share.close();
        }

        @Override
        public String toString() {
            return "Whole[" + bytes.length + " bytes]";
        }
    }

    /// Bytes that were passed over, since they are too many or not all there.
    ///
    /// @param code OVERSIZE or TRUNCATED
    /// @param bytes how many came
    /// @param digest keyed, over all of them
    record Passed(String code, long bytes, Token digest) implements Taken {
        @Override
        public void close() {}
    }

    /// Whether there is nothing between two ends: an empty line, no body.
    default boolean isEmpty() {
        return switch (this) {
            case Whole whole -> whole.bytes().length == 0;
            case Passed _ -> false;
        };
    }

    @Override
    void close();
}
