package io.countersign.intake.listen;

import java.io.IOException;

/// What came breaks the rules of the protocol, so that nobody knows where the next message begins.
/// The message is a fixed sentence and quotes nothing that came.
public final class FramingException extends IOException {
    private static final long serialVersionUID = 1L;

    public FramingException(String sentence) {
        super(sentence);
    }
}
