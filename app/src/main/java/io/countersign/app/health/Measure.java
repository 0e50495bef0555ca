package io.countersign.app.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One number with its name, as Prometheus takes it.
///
/// @param name small letters, digits and underscores
/// @param labels by name; values are names too (a role, a topic, a client), and what does not look
///   like one is replaced
public record Measure(String name, Map<String, String> labels, double value) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern NO_NAME = Pattern.compile("[^A-Za-z0-9._:@/-]");
    private static final int MAX_LABEL_CHARS = 200;

    public Measure {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a measure's name is a-z, 0-9 and _");
        }
        labels = Map.copyOf(labels);
    }

    public static Measure of(String name, String role, double value) {
        return new Measure(name, Map.of("role", role), value);
    }

    /// A count: exact up to 2^53.
    public static Measure of(String name, String role, long value) {
        return of(name, role, (double) value);
    }

    /// A line of the text format.
    String line() {
        StringBuilder line = new StringBuilder(name);
        char before = '{';
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            line.append(before)
                    .append(label.getKey())
                    .append("=\"")
                    .append(harmless(label.getValue()))
                    .append('"');
            before = ',';
        }
        if (!labels.isEmpty()) {
            line.append('}');
        }
        return line.append(' ').append(number()).append('\n').toString();
    }

    private static String harmless(String value) {
        String name = NO_NAME.matcher(value).replaceAll("_");
        return name.length() > MAX_LABEL_CHARS ? name.substring(0, MAX_LABEL_CHARS) : name;
    }

    private String number() {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
