package io.countersign.sinks.archive;

/// Entries of a chain were left out: the archive would have a hole that nobody sees.
public final class MissingEntriesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String chain;
    private final long from;

    MissingEntriesException(String chain, long from, long to) {
        super("chain " + chain + ": entries " + from + " to " + (to - 1) + " have not come");
        this.chain = chain;
        this.from = from;
    }

    public String chain() {
        return chain;
    }

    /// The first seq that is missing.
    public long from() {
        return from;
    }
}
