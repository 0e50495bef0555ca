package io.countersign.audit.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// The words that make a record a drill: `CSDRILL-`, 16 digits of a random id, 8 of a minute, 32 of
/// a proof by the token key, all hexadecimal, with hyphens between. They stand anywhere in what a
/// source sends, so that a drill goes the way that every record of that source goes.
///
/// A drill is left out of counts and alerts, so that only who holds the token key can make the
/// words, and they count for [#VALID] and no longer: whoever reads them in a text cannot hide
/// another text behind them later.
///
/// @param id 16 hexadecimal digits
/// @param minute since 1970, when the words were made
public record DrillMark(String id, long minute) {
    /// How long the words count.
    public static final Duration VALID = Duration.ofMinutes(15);

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] BEGIN = "CSDRILL-".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 8;
    private static final int ID_DIGITS = 2 * ID_BYTES;
    private static final int MINUTE_DIGITS = 8;
    private static final int PROOF_BYTES = 16;
    private static final int CHARS =
            BEGIN.length + ID_DIGITS + 1 + MINUTE_DIGITS + 1 + 2 * PROOF_BYTES;

    /// A text that begins like one again and again costs no more than so many proofs.
    private static final int MAX_TRIES = 4;

    public DrillMark {
        if (id.length() != ID_DIGITS || minute < 0 || minute > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("not a drill's id and minute");
        }
    }

    /// A new one.
    public static DrillMark draw(Instant now, SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new DrillMark(HEX.formatHex(id), now.getEpochSecond() / 60);
    }

    /// The words, for a source to send.
    public String words(TokenKeys tokens) {
        return new String(BEGIN, StandardCharsets.US_ASCII)
                + id
                + "-"
                + HEX.toHexDigits(minute, MINUTE_DIGITS)
                + "-"
                + proof(tokens);
    }

    /// The mark in a text; empty where there is none that this key proves and that still counts.
    ///
    /// @param received when the text came
    public static Optional<DrillMark> in(byte[] utf8, TokenKeys tokens, Instant received) {
        int tries = 0;
        for (int at = next(utf8, 0); at >= 0 && tries < MAX_TRIES; at = next(utf8, at + 1)) {
            tries++;
            Optional<DrillMark> found =
                    read(new String(utf8, at, CHARS, StandardCharsets.ISO_8859_1), tokens);
            if (found.filter(mark -> mark.counts(received)).isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<DrillMark> read(String words, TokenKeys tokens) {
        int id = BEGIN.length;
        int minute = id + ID_DIGITS + 1;
        int proof = minute + MINUTE_DIGITS + 1;
        if (!words.substring(id).matches("[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{32}")) {
            return Optional.empty();
        }
        DrillMark mark =
                new DrillMark(
                        words.substring(id, id + ID_DIGITS),
                        HexFormat.fromHexDigitsToLong(words, minute, minute + MINUTE_DIGITS));
        boolean proven =
                MessageDigest.isEqual(
                        words.substring(proof).getBytes(StandardCharsets.US_ASCII),
                        mark.proof(tokens).getBytes(StandardCharsets.US_ASCII));
        return proven ? Optional.of(mark) : Optional.empty();
    }

    private boolean counts(Instant received) {
        Instant made = Instant.ofEpochSecond(minute * 60);
        return !received.isBefore(made.minus(CLOCKS_DIFFER)) && !received.isAfter(made.plus(VALID));
    }

    private String proof(TokenKeys tokens) {
        return HEX.formatHex(tokens.drillProof(id, minute), 0, PROOF_BYTES);
    }

    /// Where whole words could begin; -1 for none.
    private static int next(byte[] utf8, int from) {
        for (int at = from; at <= utf8.length - CHARS; at++) {
            if (utf8[at] == BEGIN[0] && begins(utf8, at)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean begins(byte[] utf8, int at) {
        for (int i = 1; i < BEGIN.length; i++) {
            if (utf8[at + i] != BEGIN[i]) {
                return false;
            }
        }
        return true;
    }
}
