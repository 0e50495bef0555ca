package io.countersign.sinks.siem.ocsf;

import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.SourceText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One JSON object on one line, written in order into a buffer that the next event uses again.
/// Every text goes through [SourceText], every list is cut at [#MAX_ELEMENTS], in a brief event at
/// less; whether something was cut is remembered. Absent values write nothing. Names are ASCII and
/// need no escape.
///
/// Written by hand and not by a library: an event has a hundred members, and its canonical form is
/// had from the same pass ([MemberOrder]). For one thread.
final class EventJson {
    /// The longest list.
    static final int MAX_ELEMENTS = 64;

    /// The longest text and list of a brief event.
    static final int BRIEF_CHARS = 128;

    static final int BRIEF_ELEMENTS = 4;

    private static final int TYPICAL_BYTES = 8 * 1024;

    /// A char is at most three bytes of UTF-8, and an escaped one two.
    private static final int MAX_BYTES_OF_CHAR = 3;

    /// Quotes, colon and comma around a name and a value.
    private static final int PUNCTUATION = 8;

    private static final int LONGEST_NUMBER = 20;
    private static final byte[] HEX_DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final MemberOrder members = new MemberOrder();
    private byte[] bytes = new byte[TYPICAL_BYTES];
    private byte[] canonical = new byte[TYPICAL_BYTES];
    private int size;
    private int maxChars;
    private int maxElements;
    private boolean truncated;

    /// An event begins; what was written before is gone.
    void begin(EventEncoder.Detail detail) {
        boolean full = detail == EventEncoder.Detail.FULL;
        maxChars = full ? SourceText.MAX_CHARS : BRIEF_CHARS;
        maxElements = full ? MAX_ELEMENTS : BRIEF_ELEMENTS;
        truncated = false;
        members.clear();
        size = 0;
        bytes[size++] = '{';
    }

    /// The event is whole.
    void end() {
        ensure(1);
        bytes[size++] = '}';
        members.close(size);
    }

    /// Whether a text or list was cut so far.
    boolean truncated() {
        return truncated;
    }

    /// Bytes so far.
    int size() {
        return size;
    }

    /// Copies a part of what was written.
    void copy(int from, int to, OutputStream out) {
        try {
            out.write(bytes, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException("writing an event failed", e);
        }
    }

    /// What takes the canonical form of the event (RFC 8785).
    interface Canonical {
        void take(byte[] bytes, int length);
    }

    /// Of an event that is whole.
    void canonical(Canonical form) {
        if (canonical.length < size) {
            canonical = new byte[bytes.length];
        }
        form.take(canonical, members.copy(bytes, canonical));
    }

    EventJson text(String field, String value) {
        ensure(field.length() + room(value));
        int start = name(field);
        int valueAt = size;
        quoted(value);
        members.member(field, start, valueAt, size);
        return this;
    }

    EventJson text(String field, Optional<String> value) {
        return value.isPresent() ? text(field, value.get()) : this;
    }

    /// Writes nothing for "".
    EventJson textUnlessEmpty(String field, String value) {
        return value.isEmpty() ? this : text(field, value);
    }

    /// The bytes as lower-case hexadecimal digits.
    EventJson hex(String field, byte[] value) {
        ensure(field.length() + PUNCTUATION + 2 * value.length);
        int start = name(field);
        int valueAt = size;
        bytes[size++] = '"';
        for (byte b : value) {
            bytes[size++] = HEX_DIGITS[(b >> 4) & 0xF];
            bytes[size++] = HEX_DIGITS[b & 0xF];
        }
        bytes[size++] = '"';
        members.member(field, start, valueAt, size);
        return this;
    }

    EventJson number(String field, long value) {
        ensure(field.length() + PUNCTUATION + LONGEST_NUMBER);
        int start = name(field);
        int valueAt = size;
        digits(value);
        members.member(field, start, valueAt, size);
        return this;
    }

    EventJson flag(String field, boolean value) {
        ensure(field.length() + PUNCTUATION + LONGEST_NUMBER);
        int start = name(field);
        int valueAt = size;
        ascii(value ? "true" : "false");
        members.member(field, start, valueAt, size);
        return this;
    }

    EventJson object(String field, Runnable fields) {
        open(field, '{');
        fields.run();
        close('}');
        return this;
    }

    /// Writes nothing for an empty list.
    EventJson texts(String field, List<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        ensure(field.length() + PUNCTUATION);
        int start = name(field);
        int valueAt = size;
        bytes[size++] = '[';
        for (String value : limited(values)) {
            ensure(room(value));
            separate();
            quoted(value);
        }
        ensure(1);
        bytes[size++] = ']';
        members.member(field, start, valueAt, size);
        return this;
    }

    /// One object for each value; writes nothing for an empty list.
    <T> EventJson objects(String field, List<T> values, Consumer<T> fields) {
        if (values.isEmpty()) {
            return this;
        }
        open(field, '[');
        for (T value : limited(values)) {
            ensure(PUNCTUATION);
            separate();
            members.element(size);
            bytes[size++] = '{';
            fields.accept(value);
            close('}');
        }
        close(']');
        return this;
    }

    private void open(String field, char bracket) {
        ensure(field.length() + PUNCTUATION);
        int start = name(field);
        members.open(field, start, size);
        bytes[size++] = (byte) bracket;
    }

    private void close(char bracket) {
        ensure(1);
        bytes[size++] = (byte) bracket;
        members.close(size);
    }

    /// With the comma before it and the colon behind; says where the name begins.
    private int name(String field) {
        separate();
        int start = size;
        bytes[size++] = '"';
        ascii(field);
        bytes[size++] = '"';
        bytes[size++] = ':';
        return start;
    }

    /// A comma, unless this is the first in its object or array.
    private void separate() {
        byte last = bytes[size - 1];
        if (last != '{' && last != '[') {
            bytes[size++] = ',';
        }
    }

    /// The method is deprecated since it cuts characters to a byte each, which is right here.
    @SuppressWarnings("deprecation")
    private void ascii(String text) {
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
    }

    private void digits(long value) {
        if (value < 0) {
            ascii(Long.toString(value));
            return;
        }
        int end = size + 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            end++;
        }
        long rest = value;
        for (int at = end - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size = end;
    }

    private int room(String value) {
        return PUNCTUATION + MAX_BYTES_OF_CHAR * Math.min(value.length(), maxChars);
    }

    private void quoted(String value) {
        int start = size;
        if (value.length() > maxChars) {
            truncated = true;
            bytes[size++] = '"';
            utf8(SourceText.limited(value, maxChars));
        } else {
            bytes[size++] = '"';
            if (!printableAscii(value)) {
                size = start + 1;
                utf8(SourceText.limited(value, maxChars));
            }
        }
        bytes[size++] = '"';
    }

    /// Most texts are; false where one is not, after a part was written.
    private boolean printableAscii(String value) {
        byte[] target = bytes;
        int to = size;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c >= 0x7F) {
                return false;
            }
            if (c == '"' || c == '\\') {
                target[to++] = '\\';
            }
            target[to++] = (byte) c;
        }
        size = to;
        return true;
    }

    /// @param safe without control characters and unpaired surrogates
    private void utf8(String safe) {
        byte[] target = bytes;
        int to = size;
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            if (c < 0x80) {
                if (c == '"' || c == '\\') {
                    target[to++] = '\\';
                }
                target[to++] = (byte) c;
            } else if (c < 0x800) {
                target[to++] = (byte) (0xC0 | (c >> 6));
                target[to++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)) {
                int point = Character.toCodePoint(c, safe.charAt(++i));
                target[to++] = (byte) (0xF0 | (point >> 18));
                target[to++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                target[to++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                target[to++] = (byte) (0x80 | (point & 0x3F));
            } else {
                target[to++] = (byte) (0xE0 | (c >> 12));
                target[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                target[to++] = (byte) (0x80 | (c & 0x3F));
            }
        }
        size = to;
    }

    private <T> List<T> limited(List<T> values) {
        if (values.size() <= maxElements) {
            return values;
        }
        truncated = true;
        return values.subList(0, maxElements);
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
