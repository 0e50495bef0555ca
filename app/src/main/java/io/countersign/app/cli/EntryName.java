package io.countersign.app.cli;

import io.countersign.audit.chain.ChainId;

/// An entry as alerts and reports name it: `CHAIN:SEQ`.
record EntryName(ChainId chain, long seq) {
    /// @throws CommandFailure where it is none
    static EntryName of(String text) {
        int colon = text.lastIndexOf(':');
        try {
            long seq = Long.parseLong(text.substring(colon + 1));
            if (seq >= 0) {
                return new EntryName(ChainId.parse(text.substring(0, Math.max(0, colon))), seq);
            }
        } catch (IllegalArgumentException _unfit) {
            // Said below, without quoting what was typed.
        }
        throw new CommandFailure(
                ExitCode.USAGE, "An entry is named CHAIN:SEQ, such as audit.entry.v1/0@1:17");
    }

    @Override
    public String toString() {
        return chain + ":" + seq;
    }

    /// A file name without the characters that a file name can't have.
    String fileName() {
        return toString().replaceAll("[/:]", "_") + ProveCommand.SUFFIX;
    }
}
