package io.countersign.sinks.siem.relp;

import java.io.IOException;

/// The receiver did not speak RELP as it should. Its message is a stable code and quotes nothing.
final class RelpException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    RelpException(String code) {
        super(code);
        this.code = code;
    }

    String code() {
        return code;
    }
}
