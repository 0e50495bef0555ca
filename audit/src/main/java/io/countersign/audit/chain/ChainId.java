package io.countersign.audit.chain;

import java.util.Objects;

/// Names a chain: `topic/partition@generation`, such as `audit.entry.v1/3@1`. Numbers are decimal
/// without leading zeros; generations count from 1. The topic has 1 to 249 of `A-Z a-z 0-9 . _ -`,
/// as on Kafka.
public record ChainId(String topic, int partition, int generation) {
    /// The longest chain id: topic, `/`, ten digits, `@`, ten digits.
    public static final int MAX_CHARS = 249 + 1 + 10 + 1 + 10;

    public ChainId {
        Objects.requireNonNull(topic, "topic");
        if (!EntryGrammar.topic(topic)) {
            throw new IllegalArgumentException("not a topic name");
        }
        if (partition < 0) {
            throw new IllegalArgumentException("partition " + partition);
        }
        if (generation < 1) {
            throw new IllegalArgumentException("generation " + generation);
        }
    }

    /// @throws IllegalArgumentException where the text is not exactly what [#toString()] gives
    public static ChainId parse(String text) {
        int slash = text.lastIndexOf('/');
        int at = text.lastIndexOf('@');
        if (text.length() > MAX_CHARS || slash < 1 || at < slash) {
            throw new IllegalArgumentException("not a chain id");
        }
        return new ChainId(
                text.substring(0, slash),
                decimal(text, slash + 1, at),
                decimal(text, at + 1, text.length()));
    }

    @Override
    public String toString() {
        return topic + "/" + partition + "@" + generation;
    }

    private static int decimal(String text, int from, int to) {
        if (from >= to || to - from > 10 || (text.charAt(from) == '0' && to - from > 1)) {
            throw new IllegalArgumentException("not a chain id");
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("not a chain id");
            }
            value = value * 10 + (c - '0');
        }
        if (value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a chain id");
        }
        return (int) value;
    }
}
