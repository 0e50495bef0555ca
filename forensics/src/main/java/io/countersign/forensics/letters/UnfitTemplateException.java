package io.countersign.forensics.letters;

import java.io.IOException;

/// A template that is none, or lacks what its kind of letter has to say. The message is a sentence
/// for whoever wrote it.
public final class UnfitTemplateException extends IOException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    UnfitTemplateException(String message) {
        super(message);
    }
}
