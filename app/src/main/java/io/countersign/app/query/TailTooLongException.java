package io.countersign.app.query;

import java.io.IOException;

/// The archive is further behind than an answer makes up for.
public final class TailTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TailTooLongException(long behind, long most) {
        super(
                String.format(
                        "The archive is %,d entries behind the log, and an answer takes in %,d at most:"
                                + " wait until it has caught up (countersign archive status), make it"
                                + " again with countersign archive rebuild, or ask the archive alone"
                                + " with --archived-only",
                        behind, most));
    }
}
