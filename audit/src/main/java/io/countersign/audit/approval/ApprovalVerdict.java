package io.countersign.audit.approval;

import io.countersign.schemas.ApprovalPart;

/// What came of looking at a signed request.
public sealed interface ApprovalVerdict {
    /// Two different persons agreed to exactly this, and still do.
    ///
    /// @param part what the entry says of it
    record Approved(ApprovalPart part) implements ApprovalVerdict {}

    record Refused(Reason reason) implements ApprovalVerdict {}

    /// Why it does not count, in the order of the checks.
    enum Reason {
        /// It asks for something else than what is about to be done, or for another installation.
        ANOTHER_REQUEST("it was made for something else, or the facts have changed since"),
        /// It was made later than now.
        FROM_THE_FUTURE("it was made later than now: is a clock wrong?"),
        EXPIRED("it has expired: make a new one"),
        /// A line names an enrolled key and is not by that key over this text.
        BAD_SIGNATURE("a signature is not by the key that it names, over this request"),
        /// Fewer than two different persons among those who signed; who is not enrolled does not
        /// count.
        ONE_PERSON("two different enrolled persons have to sign it");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
