package io.countersign.audit.tiles;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a stored object, relative to the log's prefix: the one owner of the layout for writer, reader and verifier.
///
///     hash tile     tile/<level>/<N>[.p/<width>]
///     entry bundle  tile/entries/<N>[.p/<width>]
///     level         0 to 63, no leading zero
///     N             groups of three digits, all but the last with an "x" in front: 1234067 is x001/x234/067
///     width         1 to 255 where the tile is partial
///
/// `width` is the number of hashes or entries, 256 for a full tile, which has no `.p` part.
public sealed interface TilePath {
    /// Hashes in a full tile, entries in a full bundle.
    int FULL_WIDTH = 256;

    /// Levels that the format has room for are 0 to 63; a tree of less than 2^63 leaves uses 0 to
    /// 7.
    int MAX_LEVEL = 63;

    /// The mutable object beside the tiles.
    String CHECKPOINT = "checkpoint";

    /// Hashes of level `level`: the i-th is that of the leaves `(256 n + i) 256^level` up to the
    /// next.
    record HashTile(int level, long n, int width) implements TilePath {
        public HashTile {
            if (level < 0 || level > MAX_LEVEL) {
                throw new IllegalArgumentException("a tile level is 0 to 63, not " + level);
            }
            requireIndexAndWidth(n, width);
        }

        @Override
        public String path() {
            return "tile/" + level + "/" + suffix(n, width);
        }

        @Override
        public HashTile full() {
            return new HashTile(level, n, FULL_WIDTH);
        }
    }

    /// The entries whose leaf hashes are level-0 tile `n`.
    record EntryBundle(long n, int width) implements TilePath {
        public EntryBundle {
            requireIndexAndWidth(n, width);
        }

        @Override
        public String path() {
            return "tile/entries/" + suffix(n, width);
        }

        @Override
        public EntryBundle full() {
            return new EntryBundle(n, FULL_WIDTH);
        }
    }

    /// Number of the tile from the left, from 0.
    long n();

    /// Hashes or entries in it, 1 to 256.
    int width();

    /// The relative path, with slashes.
    String path();

    /// The same tile when it is full.
    TilePath full();

    /// True if it holds 256.
    default boolean isFull() {
        return width() == FULL_WIDTH;
    }

    /// Reads a path; empty where it is not exactly the path of a tile.
    static Optional<TilePath> parse(String path) {
        Matcher matcher = Grammar.PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group("n").replace("x", "").replace("/", "");
        int width =
                matcher.group("width") == null
                        ? FULL_WIDTH
                        : Integer.parseInt(matcher.group("width"));
        if (digits.length() > Grammar.MAX_DIGITS || width > FULL_WIDTH) {
            return Optional.empty();
        }
        String level = matcher.group("level");
        if (!level.equals("entries") && Integer.parseInt(level) > MAX_LEVEL) {
            return Optional.empty();
        }
        long n = Long.parseLong(digits);
        TilePath parsed =
                level.equals("entries")
                        ? new EntryBundle(n, width)
                        : new HashTile(Integer.parseInt(level), n, width);
        // One tile has one path: leading groups of zeros and ".p/256" are none of ours.
        return parsed.path().equals(path) ? Optional.of(parsed) : Optional.empty();
    }

    private static void requireIndexAndWidth(long n, int width) {
        if (n < 0) {
            throw new IllegalArgumentException("a tile number is not negative: " + n);
        }
        if (width < 1 || width > FULL_WIDTH) {
            throw new IllegalArgumentException("a tile has 1 to 256 places, not " + width);
        }
    }

    private static String suffix(long n, int width) {
        StringBuilder path = new StringBuilder(Grammar.threeDigits(n % 1000));
        for (long rest = n / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x" + Grammar.threeDigits(rest % 1000) + "/");
        }
        if (width < FULL_WIDTH) {
            path.append(".p/").append(width);
        }
        return path.toString();
    }
}

/// What an interface cannot keep to itself.
final class Grammar {
    static final Pattern PATH =
            Pattern.compile(
                    "tile/(?<level>entries|[0-9]{1,2})/(?<n>(x[0-9]{3}/){0,5}[0-9]{3})(\\.p/(?<width>[1-9][0-9]{0,2}))?");

    /// 18 digits stay below 2^63.
    static final int MAX_DIGITS = 18;

    private Grammar() {}

    static String threeDigits(long value) {
        String digits = Long.toString(value);
        return "000".substring(digits.length()) + digits;
    }
}
