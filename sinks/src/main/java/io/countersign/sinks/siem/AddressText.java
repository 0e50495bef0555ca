package io.countersign.sinks.siem;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Whether a text that a source gave as an address is one. Looks nothing up.
public final class AddressText {
    private static final int V4_PARTS = 4;
    private static final int MAX_PART = 255;
    private static final int MAX_DIGITS = 3;

    private AddressText() {}

    /// Four decimal numbers up to 255 with points between them, without zeros before them.
    public static boolean isV4(String text) {
        int parts = 0;
        int at = 0;
        while (parts < V4_PARTS) {
            int start = at;
            int value = 0;
            while (at < text.length() && at - start < MAX_DIGITS && isDigit(text.charAt(at))) {
                value = 10 * value + text.charAt(at++) - '0';
            }
            boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
            if (at == start || leadingZero || value > MAX_PART) {
                return false;
            }
            parts++;
            if (parts < V4_PARTS && (at == text.length() || text.charAt(at++) != '.')) {
                return false;
            }
        }
        return at == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// IPv4 or IPv6, without a zone.
    public static boolean isAddress(String text) {
        return isV4(text) || isV6(text);
    }

    /// A text with a colon is never looked up by name: it is a literal or an error.
    private static boolean isV6(String text) {
        if (text.indexOf(':') < 0 || text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return false;
        }
        try {
            return InetAddress.getByName(text).getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
