package io.countersign.it;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// A value that exists nowhere else and stands for a patient's, with every shape in which it could
/// leak.
///
/// @param number tells canaries apart in messages, which never quote them
/// @param value at least eight characters long, so that none of its shapes occurs by chance
record Canary(int number, String value) {
    private static final int SHORTEST = 8;

    /// One shape of a canary; each is equal to itself only.
    static final class Shape {
        private final int canary;
        private final String encoding;
        private final byte[] bytes;

        private Shape(int canary, String encoding, byte[] bytes) {
            this.canary = canary;
            this.encoding = encoding;
            this.bytes = bytes;
        }

        int canary() {
            return canary;
        }

        /// The first two bytes as a number.
        int start() {
            return (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        }

        boolean isAt(byte[] text, int from) {
            int end = from + bytes.length;
            return end <= text.length && Arrays.equals(text, from, end, bytes, 0, bytes.length);
        }

        @Override
        public String toString() {
            return "canary " + canary + " as " + encoding;
        }
    }

    Canary {
        if (value.length() < SHORTEST) {
            throw new IllegalArgumentException("canary " + number + " is too short");
        }
    }

    List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        shapes.add(new Shape(number, "text", bytes));
        shapes.add(new Shape(number, "lower case", text(value.toLowerCase(Locale.ROOT))));
        for (int before = 0; before < 3; before++) {
            shapes.add(new Shape(number, "base64 after " + before, base64(bytes, before)));
        }
        for (String blank : List.of("%20", "+")) {
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", blank);
            shapes.add(new Shape(number, "URL with " + blank, text(encoded)));
        }
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            shapes.add(new Shape(number, charset.name(), value.getBytes(charset)));
        }
        byte[] hash = sha256(bytes);
        shapes.add(new Shape(number, "SHA-256", hash));
        shapes.add(new Shape(number, "SHA-256 in hex", text(HexFormat.of().formatHex(hash))));
        shapes.add(
                new Shape(
                        number,
                        "SHA-256 in capital hex",
                        text(HexFormat.of().withUpperCase().formatHex(hash))));
        shapes.add(new Shape(number, "SHA-256 in base64", base64(hash, 0)));
        return shapes;
    }

    /// The characters that depend on these bytes alone, wherever they stand in what was encoded.
    private static byte[] base64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(shifted);
        int from = before == 0 ? 0 : before + 1;
        int to = shifted.length / 3 * 4;
        return Arrays.copyOfRange(encoded, from, to);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Without the value: this text ends up in failure messages.
    @Override
    public String toString() {
        return "canary " + number;
    }
}
