package io.countersign.ledger.locked;

import java.io.IOException;

/// Another keeper of the same installation has added a page: what this one knows is old.
public final class ManifestMovedException extends IOException {
    private static final long serialVersionUID = 1L;

    ManifestMovedException(long page) {
        super("page " + page + " of the manifest was written by another keeper");
    }
}
