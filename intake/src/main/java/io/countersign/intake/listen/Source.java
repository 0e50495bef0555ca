package io.countersign.intake.listen;

import io.countersign.audit.chain.EntryGrammar;
import java.util.List;
import java.util.Optional;

/// One who sends, as the configuration names it.
///
/// @param name in every source id of its records: small letters, digits, dots and hyphens
/// @param format the input format of its records where the protocol does not say; `auto` finds out
/// @param credentials any of them proves the source; none: nobody has to prove anything, and its
///   entries say `unauthenticated`
/// @param indexerAcknowledgement Splunk's word: its HEC answers come with an `ackId`, and whether
///   Kafka has the records is asked for later
public record Source(
        String name,
        Optional<String> format,
        List<Credential> credentials,
        boolean indexerAcknowledgement) {
    /// The format's name that stands for "find out".
    public static final String AUTO = "auto";

    public Source {
        if (!EntryGrammar.format(name)) {
            throw new IllegalArgumentException(
                    "a source's name is made of small letters, digits, dots and hyphens");
        }
        credentials = List.copyOf(credentials);
    }

    /// Whoever can reach the listener.
    public static Source anyone(String name, Optional<String> format) {
        return new Source(name, format, List.of(), false);
    }
}
