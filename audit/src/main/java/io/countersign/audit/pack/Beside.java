package io.countersign.audit.pack;

import java.util.Locale;

/// A further checkpoint in a pack, which the log kept beside itself because others had a word in
/// it. It covers all of the pack's entries, and a consistency proof joins it to the pack's own.
///
/// @param size of its tree
public record Beside(Kind kind, long size) {
    /// What is about it.
    public enum Kind {
        /// A time stamping authority vouches for when it was there.
        STAMPED("log.timestamps/"),
        /// It bears the log's signature of ML-DSA-44.
        KEPT("log.checkpoints/"),
        /// Witnesses cosigned it.
        WITNESSED("log.witnessed/");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }
    }

    public Beside {
        if (size < 1) {
            throw new IllegalArgumentException("such a checkpoint is about some entries");
        }
    }

    String line() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + size;
    }

    String checkpointFile() {
        return kind.folder + size + ".checkpoint";
    }

    /// The authority's answer about a stamped one.
    String stampFile() {
        return kind.folder + size + ".tsr";
    }

    String consistencyFile() {
        return kind.folder + size + ".consistency";
    }
}
