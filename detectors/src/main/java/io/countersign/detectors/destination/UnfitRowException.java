package io.countersign.detectors.destination;

import java.util.List;

/// A row of the register, a rule of use or a service of the catalogue does not fit, or contradicts
/// another. The message names them by their ids; where they stand whoever read the file knows.
public final class UnfitRowException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> rows;

    /// @param rows ids of those that do not fit
    public UnfitRowException(List<String> rows, String message) {
        super(message);
        this.rows = List.copyOf(rows);
    }

    public List<String> rows() {
        return rows;
    }
}
