package io.countersign.sources;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// Damages a record as transports and attackers do. The same seed gives the same damage.
final class Mutations {
    /// A word that occurs in no fixture and must occur in no explanation.
    static final String MARK = "ZQXJ-PATIENT";

    private static final String[] PIECES = {
        MARK,
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\t",
        "=",
        "|",
        "%",
        "%3D",
        "%zz",
        "<134>",
        "null",
        "1e999999999",
        "-",
        "?",
        "&",
        "https://",
        "@",
        "\u00e9",
        "\ufeff"
    };

    private Mutations() {}

    static byte[] mutated(byte[] record, Random random) {
        byte[] bytes = record;
        int steps = 1 + random.nextInt(3);
        for (int step = 0; step < steps; step++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(40));
        return switch (random.nextInt(5)) {
            case 0 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            case 1 ->
                    joined(
                            Arrays.copyOf(bytes, at),
                            PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(bytes, at, bytes.length));
            case 2 ->
                    joined(
                            Arrays.copyOf(bytes, to),
                            Arrays.copyOfRange(bytes, at, to),
                            Arrays.copyOfRange(bytes, to, bytes.length));
            case 3 -> {
                byte[] copy = bytes.clone();
                if (at < copy.length) {
                    copy[at] = (byte) random.nextInt(256);
                }
                yield copy;
            }
            default -> Arrays.copyOf(bytes, at);
        };
    }

    static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
