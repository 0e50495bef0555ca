package io.countersign.app.query;

import java.io.IOException;

/// Fetching was ended before the question was asked.
public final class FetchGivenUpException extends IOException {
    private static final long serialVersionUID = 1L;

    FetchGivenUpException() {
        super("given up while files were fetched");
    }
}
