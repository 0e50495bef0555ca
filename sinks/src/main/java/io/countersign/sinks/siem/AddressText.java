package io.countersign.sinks.siem;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/// Whether a text that a source gave as an address is one. Looks nothing up.
public final class AddressText {
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private AddressText() {}

    /// Four decimal numbers with points between them.
    public static boolean isV4(String text) {
        return IPV4.matcher(text).matches();
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
