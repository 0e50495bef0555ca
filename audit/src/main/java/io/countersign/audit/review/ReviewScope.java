package io.countersign.audit.review;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/// The part of a log that somebody takes to examine, bound by a checkpoint. Its text is the first
/// half of what is signed (`docs/spec/review.md`).
///
/// @param origin of the log
/// @param size of the checkpoint, which holds all of the part
/// @param root of the checkpoint
/// @param from by the times of seals, in whole milliseconds
/// @param to exclusive
/// @param fromLeaf the first leaf
/// @param toLeaf the one after the last
/// @param chain where one chain is looked at; empty: all
/// @param query what is asked, in the grammar of an access; empty: everything
public record ReviewScope(
        String origin,
        long size,
        Sha256 root,
        Instant from,
        Instant to,
        long fromLeaf,
        long toLeaf,
        String chain,
        String query) {
    static final String FIRST_LINE = "countersign log review v1";
    private static final int MAX_LINES = 16;

    public ReviewScope {
        if (!EntryGrammar.origin(origin)
                || !(chain.isEmpty() || EntryGrammar.chain(chain))
                || !(query.isEmpty() || EntryGrammar.query(query))
                || !from.equals(from.truncatedTo(ChronoUnit.MILLIS))
                || !to.equals(to.truncatedTo(ChronoUnit.MILLIS))
                || from.toEpochMilli() < 0
                || !from.isBefore(to)
                || fromLeaf < 0
                || fromLeaf >= toLeaf
                || toLeaf > size) {
            throw new IllegalArgumentException("this is no part of a log");
        }
    }

    /// Whether everything of its time was looked at.
    public boolean isWhole() {
        return chain.isEmpty() && query.isEmpty();
    }

    public String text() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        line(text, "log", origin);
        line(text, "size", Long.toString(size));
        line(text, "root", root.hex());
        line(text, "from", from.toString());
        line(text, "to", to.toString());
        line(text, "leaves", fromLeaf + " " + toLeaf);
        if (!chain.isEmpty()) {
            line(text, "chain", chain);
        }
        if (!query.isEmpty()) {
            line(text, "query", query);
        }
        return text.toString();
    }

    static void line(StringBuilder text, String key, String value) {
        text.append(key).append(' ').append(value).append('\n');
    }

    /// Reads a text; exactly one text stands for a part.
    public static ReviewScope parse(String text) throws MalformedNoteException {
        try {
            String[] lines = text.split("\n", MAX_LINES);
            String[] leaves = value(lines, "leaves").orElse("").split(" ", 2);
            ReviewScope scope =
                    new ReviewScope(
                            value(lines, "log").orElse(""),
                            Long.parseLong(value(lines, "size").orElse("")),
                            Sha256.copyOf(HexFormat.of().parseHex(value(lines, "root").orElse(""))),
                            Instant.parse(value(lines, "from").orElse("")),
                            Instant.parse(value(lines, "to").orElse("")),
                            Long.parseLong(leaves[0]),
                            Long.parseLong(leaves.length < 2 ? "" : leaves[1]),
                            value(lines, "chain").orElse(""),
                            value(lines, "query").orElse(""));
            if (scope.text().equals(text)) {
                return scope;
            }
        } catch (IllegalArgumentException | DateTimeException _unfit) {
            // Below, with all others.
        }
        throw new MalformedNoteException("this is no part of a log that was taken for review");
    }

    private static Optional<String> value(String[] lines, String key) {
        for (String line : lines) {
            if (line.startsWith(key + " ")) {
                return Optional.of(line.substring(key.length() + 1));
            }
        }
        return Optional.empty();
    }
}
