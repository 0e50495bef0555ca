package io.countersign.intake.icap;

import java.util.Locale;

/// Where the parts of the encapsulated request lie (RFC 3507 section 4.4.1): `req-hdr=0,
/// req-body=412` or `req-hdr=0, null-body=170`, and `req-body=0` where the client leaves the head
/// out.
///
/// @param headBytes of the HTTP request line and headers
/// @param body false for a null-body
record Encapsulated(int headBytes, boolean body) {
    static final int MAX_HEAD_BYTES = 256 * 1024;

    private static final int MAX_OFFSET_DIGITS = 9;

    static Encapsulated parse(String value) throws IcapProtocolException {
        String[] parts = value.split(",", 4);
        if (parts.length > 2) {
            throw new IcapProtocolException("an Encapsulated header of more than two parts");
        }
        boolean head = parts.length == 2;
        if (head && (!name(parts[0]).equals("req-hdr") || offset(parts[0]) != 0)) {
            throw new IcapProtocolException("an Encapsulated header that begins otherwise");
        }
        String last = parts[parts.length - 1];
        String name = name(last);
        int offset = offset(last);
        boolean body = name.equals("req-body") || name.equals("opt-body");
        if (!body && !name.equals("null-body")) {
            throw new IcapProtocolException("an Encapsulated part that is none of a request");
        }
        if (offset > MAX_HEAD_BYTES || (!head && offset != 0)) {
            throw new IcapProtocolException("an Encapsulated offset that can't be");
        }
        return new Encapsulated(offset, body);
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
    }

    private static int offset(String part) throws IcapProtocolException {
        String digits = part.substring(part.indexOf('=') + 1).strip();
        if (digits.isEmpty()
                || digits.length() > MAX_OFFSET_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IcapProtocolException("an Encapsulated offset that is no number");
        }
        return Integer.parseInt(digits);
    }
}
