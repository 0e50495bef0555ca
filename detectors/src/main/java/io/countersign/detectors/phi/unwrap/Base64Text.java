package io.countersign.detectors.phi.unwrap;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Base64 (RFC 4648, both alphabets, line breaks allowed) and data URLs (RFC 2397). Text is decoded
/// and read, gzip within is unpacked up to a bound, images are named, and the rest is said to be
/// not inspected.
final class Base64Text {
    /// A value of so many letters without a blank is tried.
    static final int MIN_TRIED = 24;

    /// A value of so many letters that decodes to no text is taken for encoded data; a shorter one
    /// for a word.
    private static final int MIN_ENCODED = 512;

    /// What compressed data may grow to, in all of one text.
    static final int MAX_EXPANDED = 4 << 20;

    private static final int SAMPLE = 64;
    private static final int MAX_HEAD = 128;
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            VALUES[alphabet.charAt(i)] = (byte) i;
        }
        VALUES['-'] = 62;
        VALUES['_'] = 63;
    }

    private final Unwrap unwrap;
    private int expanded;

    Base64Text(Unwrap unwrap) {
        this.unwrap = unwrap;
    }

    void start() {
        expanded = 0;
    }

    /// Whether the value was encoded and has been dealt with.
    boolean taken(byte[] bytes, int from, int to, Origin origin, long key) {
        if (to - from < MIN_TRIED) {
            return false;
        }
        if (bytes[from] == 'd' && Unwrap.startsWith(bytes, from, to, "data:")) {
            return dataUrl(bytes, from, to, origin, key);
        }
        return encoded(bytes, from, to) && decoded(bytes, from, to, origin, key);
    }

    private boolean dataUrl(byte[] bytes, int from, int to, Origin origin, long key) {
        int comma = Unwrap.find(bytes, from, Math.min(to, from + MAX_HEAD), ',');
        if (comma >= to || bytes[comma] != ',') {
            return false;
        }
        if (Unwrap.startsWith(bytes, from, comma, "data:image/")) {
            picture(bytes, from, comma + 1, to, origin);
            return true;
        }
        boolean base64 = comma - from > 7 && Unwrap.startsWith(bytes, comma - 7, comma, ";base64");
        if (!base64) {
            return false;
        }
        if (!decoded(bytes, comma + 1, to, origin, key)) {
            unwrap.encoded(bytes, from, to, origin);
        }
        return true;
    }

    /// Few letters show nobody's face, and letters of one case are no image: a redactor put them
    /// there.
    private void picture(byte[] bytes, int from, int dataFrom, int to, Origin origin) {
        boolean lower = false;
        for (int i = dataFrom; i < Math.min(to, dataFrom + MIN_ENCODED); i++) {
            lower |= bytes[i] >= 'a' && bytes[i] <= 'z';
        }
        if (lower && to - dataFrom >= MIN_ENCODED) {
            unwrap.sink().limit(LeafSink.Limit.ENCODED);
        }
        unwrap.image(bytes, from, to, origin);
    }

    /// Letters of Base64 and line breaks only, of both cases.
    private static boolean encoded(byte[] bytes, int from, int to) {
        boolean upper = false;
        boolean lower = false;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c < 0 || (VALUES[c] < 0 && c != '=' && c != '\r' && c != '\n')) {
                return false;
            }
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
        }
        return upper && lower;
    }

    /// Decodes and hands on what there is. False where it is no encoded data after all.
    boolean decoded(byte[] bytes, int from, int to, Origin origin, long key) {
        byte[] out = new byte[(to - from) * 3 / 4 + 3];
        int length = decode(bytes, from, to, out);
        if (image(out, length)) {
            picture(bytes, from, from, to, origin);
            return true;
        }
        if (length > 2 && out[0] == 0x1f && out[1] == (byte) 0x8b) {
            return gzip(out, length, bytes, from, to, origin, key);
        }
        if (readable(out, length)) {
            unwrap.any(out, 0, length, Origin.base64(bytes, from, to, origin), key);
            return true;
        }
        if (to - from >= MIN_ENCODED) {
            unwrap.encoded(bytes, from, to, origin);
            return true;
        }
        return false;
    }

    private static int decode(byte[] bytes, int from, int to, byte[] out) {
        int n = 0;
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            byte c = bytes[i];
            if (c < 0 || VALUES[c] < 0) {
                continue;
            }
            bits = bits << 6 | VALUES[c];
            count++;
            if (count == 4) {
                out[n++] = (byte) (bits >> 16);
                out[n++] = (byte) (bits >> 8);
                out[n++] = (byte) bits;
                bits = 0;
                count = 0;
            }
        }
        if (count >= 2) {
            out[n++] = (byte) (bits >> (count == 2 ? 4 : 10));
        }
        if (count == 3) {
            out[n++] = (byte) (bits >> 2);
        }
        return n;
    }

    /// JPEG, PNG, GIF, WebP, DICOM.
    private static boolean image(byte[] b, int length) {
        if (length < 12) {
            return false;
        }
        return (b[0] == (byte) 0xFF && b[1] == (byte) 0xD8 && b[2] == (byte) 0xFF)
                || (b[0] == (byte) 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G')
                || (b[0] == 'G' && b[1] == 'I' && b[2] == 'F' && b[3] == '8')
                || (b[0] == 'R' && b[1] == 'I' && b[8] == 'W' && b[9] == 'E')
                || (length > 132
                        && b[128] == 'D'
                        && b[129] == 'I'
                        && b[130] == 'C'
                        && b[131] == 'M');
    }

    private boolean readable(byte[] b, int length) {
        int ascii = 0;
        int sample = Math.min(length, SAMPLE);
        for (int i = 0; i < sample; i++) {
            byte c = b[i];
            if ((c >= 0 && c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
                return false;
            }
            ascii += c > 0 ? 1 : 0;
        }
        return sample > 0 && ascii * 8 >= sample * 7 && unwrap.sink().text(b, 0, length);
    }

    /// A zip bomb ends at the bound and is said.
    private boolean gzip(
            byte[] packed, int length, byte[] bytes, int from, int to, Origin origin, long key) {
        int header = gzipHeader(packed, length);
        if (header < 0) {
            unwrap.encoded(bytes, from, to, origin);
            return true;
        }
        byte[] out = new byte[Math.min(MAX_EXPANDED, Math.max(1024, length * 8))];
        int n = 0;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed, header, length - header);
            while (!inflater.finished() && !inflater.needsInput() && !inflater.needsDictionary()) {
                if (n == out.length) {
                    if (expanded + n >= MAX_EXPANDED) {
                        unwrap.sink().limit(LeafSink.Limit.EXPANSION);
                        break;
                    }
                    out = Arrays.copyOf(out, Math.min(MAX_EXPANDED, n * 2));
                }
                n += inflater.inflate(out, n, out.length - n);
            }
        } catch (DataFormatException _broken) {
            unwrap.encoded(bytes, from, to, origin);
        } finally {
            inflater.end();
        }
        expanded += n;
        if (readable(out, n)) {
            unwrap.any(out, 0, n, Origin.whole(bytes, from, to, origin), key);
        } else {
            unwrap.encoded(bytes, from, to, origin);
        }
        return true;
    }

    /// RFC 1952, section 2.3: where the compressed data begins; -1 where that is not said.
    private static int gzipHeader(byte[] b, int length) {
        if (length < 18) {
            return -1;
        }
        int flags = b[3];
        int at = 10;
        if ((flags & 4) != 0) {
            at += 2 + (b[at] & 0xff) + ((b[at + 1] & 0xff) << 8);
        }
        for (int bit = 8; bit <= 16; bit *= 2) {
            if ((flags & bit) != 0) {
                while (at < length && b[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        if ((flags & 2) != 0) {
            at += 2;
        }
        return at < length ? at : -1;
    }
}
