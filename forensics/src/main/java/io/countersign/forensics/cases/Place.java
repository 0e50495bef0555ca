package io.countersign.forensics.cases;

import io.countersign.audit.chain.ChainId;
import java.util.Comparator;
import java.util.regex.Pattern;

/// An entry, by its place and by what it is.
///
/// @param chain a chain id
/// @param leafHash 64 lower-case hexadecimal digits
public record Place(String chain, long seq, String leafHash) implements Comparable<Place> {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::chain).thenComparingLong(Place::seq);

    public Place {
        ChainId.parse(chain);
        if (seq < 0 || !HASH.matcher(leafHash).matches()) {
            throw new IllegalArgumentException("seq " + seq + " and a hash that is none");
        }
    }

    /// `chain:seq`, as commands and the archive's questions name it.
    public String name() {
        return chain + ":" + seq;
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name();
    }
}
