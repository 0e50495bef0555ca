package io.countersign.audit.chain;

/// The text forms of addresses, without a zone or a prefix length.
final class IpAddress {
    private static final AsciiSet DIGITS = AsciiSet.of("0-9A-Fa-f:.");

    private IpAddress() {}

    static boolean isV4(String text) {
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9' && value != 0) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else if (c == '.' && value >= 0) {
                parts++;
                value = -1;
            } else {
                return false;
            }
            if (value > 255 || parts > 4) {
                return false;
            }
        }
        return parts == 4;
    }

    /// RFC 4291 section 2.2: eight groups of up to four hex digits, one run of them shortened to
    /// `::`, the last two perhaps an IPv4 address.
    static boolean isV6(String text) {
        if (!DIGITS.covers(text, 45)) {
            return false;
        }
        int shortened = text.indexOf("::");
        if (shortened < 0) {
            return groups(text, true) == 8;
        }
        String left = text.substring(0, shortened);
        String right = text.substring(shortened + 2);
        int leftGroups = left.isEmpty() ? 0 : groups(left, false);
        int rightGroups = right.isEmpty() ? 0 : groups(right, true);
        return leftGroups >= 0 && rightGroups >= 0 && leftGroups + rightGroups <= 7;
    }

    /// @return the number of 16-bit groups, or -1 where the text is none
    private static int groups(String text, boolean mayEndInIpv4) {
        int count = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ':') {
                continue;
            }
            String group = text.substring(start, i);
            start = i + 1;
            if (group.indexOf('.') >= 0) {
                return mayEndInIpv4 && i == text.length() && isV4(group) ? count + 2 : -1;
            }
            if (group.isEmpty() || group.length() > 4) {
                return -1;
            }
            count++;
        }
        return count;
    }
}
