package io.countersign.ledger.locked;

import java.io.IOException;

/// The log is not the one that was locked, or contradicts itself: nothing more of it is locked, and
/// somebody has to look. The message names the place.
public final class LockedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    public LockedLogException(String sentence) {
        super(sentence);
    }
}
