package io.countersign.intake.icap;

import java.io.IOException;

/// What came is not ICAP, or passes one of its limits here. The message quotes nothing of it.
final class IcapProtocolException extends IOException {
    private static final long serialVersionUID = 1;

    IcapProtocolException(String what) {
        super(what);
    }
}
