package io.countersign.app.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The word for a version, where it begins with a day and may go on with a number: `2026-11-20`,
/// `2026-11-20.2`, `catalogue-2026-11-26`. Other words have no order.
final class PolicyVersion {
    private static final Pattern DAY =
            Pattern.compile("(?:catalogue-)?(\\d{4}-\\d{2}-\\d{2})(?:\\.(\\d{1,6}))?");

    private PolicyVersion() {}

    /// Whether both have an order, and the first comes before the second.
    static boolean isOlder(String version, String than) {
        Matcher one = DAY.matcher(version);
        Matcher other = DAY.matcher(than);
        if (!one.matches() || !other.matches()) {
            return false;
        }
        int days = one.group(1).compareTo(other.group(1));
        return days < 0 || (days == 0 && number(one) < number(other));
    }

    private static int number(Matcher version) {
        String number = version.group(2);
        return number == null ? 0 : Integer.parseInt(number);
    }
}
