package io.countersign.audit.pack;

import io.countersign.audit.chain.ChainId;
import java.util.List;
import java.util.regex.Pattern;

/// What a pack says that it holds, and so what it says to leave out.
public sealed interface Selection {
    /// Entries that somebody chose. Nothing is said about others.
    record Chosen() implements Selection {
        @Override
        public String line() {
            return "entries";
        }
    }

    /// All entries of a chain from one number to another, both included.
    record Numbers(ChainId chain, long from, long to) implements Selection {
        public Numbers {
            requireAscending(from, to);
        }

        @Override
        public String line() {
            return "numbers " + chain + " " + from + " " + to;
        }
    }

    /// All leaves of the log from one seal to another, both included: all that was sealed in a
    /// time.
    ///
    /// @param from index of the last seal that is dated before the time; 0 where there is none
    /// @param to index of the first seal that is dated at its end or later; the log's last leaf
    ///   where there is none
    /// @param sinceMillis where the time begins, in milliseconds since 1970 UTC
    /// @param untilMillis where it ends, not included
    record Sealed(long from, long to, long sinceMillis, long untilMillis) implements Selection {
        public Sealed {
            requireAscending(from, to);
            requireAscending(sinceMillis, untilMillis);
        }

        @Override
        public String line() {
            return "sealed " + from + " " + to + " " + sinceMillis + " " + untilMillis;
        }
    }

    private static void requireAscending(long from, long to) {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a selection has a beginning, and no earlier end");
        }
    }

    /// As the manifest has it, without the word before it.
    String line();

    /// Reads what [#line()] writes.
    static Selection parse(String line) throws MalformedPackException {
        List<String> words = List.of(line.split(" ", -1));
        try {
            Selection selection =
                    switch (words.getFirst() + "/" + words.size()) {
                        case "entries/1" -> new Chosen();
                        case "numbers/4" ->
                                new Numbers(
                                        ChainId.parse(words.get(1)),
                                        Decimal.parse(words.get(2)),
                                        Decimal.parse(words.get(3)));
                        case "sealed/5" ->
                                new Sealed(
                                        Decimal.parse(words.get(1)),
                                        Decimal.parse(words.get(2)),
                                        Decimal.parse(words.get(3)),
                                        Decimal.parse(words.get(4)));
                        default -> throw new IllegalArgumentException("unknown selection");
                    };
            return selection;
        } catch (IllegalArgumentException _unfit) {
            throw new MalformedPackException("the manifest says in no known way what was selected");
        }
    }

    /// Numbers as the manifest has them.
    final class Decimal {
        private static final Pattern FORM = Pattern.compile("0|[1-9][0-9]{0,17}");

        private Decimal() {}

        /// @throws IllegalArgumentException where it is another spelling, or beyond 18 digits
        static long parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException("no decimal number");
            }
            return Long.parseLong(text);
        }
    }
}
