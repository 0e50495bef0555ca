package io.countersign.app.cases;

import java.io.IOException;

/// A case does not allow what was asked. The message says why, for the person at the terminal.
public final class CaseRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public CaseRefusedException(String message) {
        super(message);
    }
}
