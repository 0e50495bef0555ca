package io.countersign.sinks.siem.delivery;

/// How one event of a batch ended. Codes are stable, upper case, and hold nothing of the event or
/// of the receiver's text.
public sealed interface Outcome {
    Outcome DELIVERED = new Delivered();
    Outcome ACCEPTED = new Accepted();
    Outcome RESEND = new Resend();

    /// The receiver has it, and says so.
    record Delivered() implements Outcome {}

    /// The receiver took it and will say later whether it has it: [Client#confirmations].
    record Accepted() implements Outcome {}

    /// The receiver will never take it.
    record Refused(String code) implements Outcome {}

    /// The receiver did not look at it, or does not vouch for it: it is sent again at once.
    record Resend() implements Outcome {}

    /// The receiver may take it later, after a pause.
    record Again(String code) implements Outcome {}

    static Outcome refused(String code) {
        return new Refused(code);
    }

    static Outcome again(String code) {
        return new Again(code);
    }
}
