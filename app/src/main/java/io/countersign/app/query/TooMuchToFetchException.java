package io.countersign.app.query;

import java.io.IOException;

/// A question needs more of a catalogue's files at once than may be held here.
public final class TooMuchToFetchException extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchToFetchException(long bytes, long most) {
        super(
                String.format(
                        "This question needs files of %,d MB, and %,d MB may be held here: ask for less"
                                + " time, or raise archive.catalog.cache-megabytes",
                        bytes >> 20, most >> 20));
    }
}
