package io.countersign.app.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration as people write it: a number and one unit, `100ms`, `5s`, `10m`, `2h` or `7d`.
public final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS =
            Map.of(
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "m", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));

    private DurationText() {}

    /// Empty where it is none.
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration unit = UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        return Optional.of(unit.multipliedBy(Long.parseLong(matcher.group(1))));
    }

    /// In the largest unit that leaves no remainder.
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        String text = millis + "ms";
        for (String unit : new String[] {"s", "m", "h", "d"}) {
            long length = UNITS.getOrDefault(unit, Duration.ZERO).toMillis();
            if (millis != 0 && millis % length == 0) {
                text = millis / length + unit;
            }
        }
        return text;
    }
}
