package io.countersign.intake.listen;

import io.countersign.schemas.Token;

/// What was read where a record was expected. Closed when the bytes are no longer needed.
public sealed interface Taken extends AutoCloseable {
    /// A record.
    ///
    /// @param bytes not copied
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] bytes, AutoCloseable share) implements Taken {
        @Override
        public void close() {
            try {
                share.close();
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
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

    @Override
    void close();
}
