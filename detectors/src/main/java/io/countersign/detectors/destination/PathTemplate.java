package io.countersign.detectors.destination;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pattern for the path of a URL, matched segment by segment in time linear in the path.
///
/// ```
/// template = 1*( "/" segment )
/// segment  = literal            ; matches itself
///          / [literal] "*" [literal] ; one segment that begins and ends so
///          / [literal] "{" name [ ":" form ] "}" [literal] ; the same, and captures what lies between
///          / "*" literal "{" name [ ":" form ] "}" ; captures what follows the last such literal
///          / "**"               ; only as last segment: any number of segments, also none
/// form     = "uuid" / "any"
/// ```
///
/// Paths with more than [#MAX_SEGMENTS] segments match only up to a `**`.
public final class PathTemplate {
    /// More segments than any path that a service uses.
    public static final int MAX_SEGMENTS = 64;

    /// Longer than the path of any service.
    public static final int MAX_LENGTH = 2_048;

    private enum Form {
        ANY,
        UUID
    }

    /// @param last the literal after whose last occurrence the capture begins; empty: it begins
    ///   after `before`
    private record Segment(
            String before,
            String after,
            String last,
            boolean wildcard,
            Optional<String> capture,
            Form form) {
        static Segment plain(String before, String after, boolean wildcard) {
            return new Segment(before, after, "", wildcard, Optional.empty(), Form.ANY);
        }

        /// Where the wildcard's value begins in a part; -1: nowhere.
        int valueStart(String part) {
            if (last.isEmpty()) {
                return part.startsWith(before) ? before.length() : -1;
            }
            int at = part.lastIndexOf(last);
            return at <= 0 ? -1 : at + last.length();
        }
    }

    private final String text;
    private final List<Segment> segments;
    private final boolean openEnd;

    private PathTemplate(String text, List<Segment> segments, boolean openEnd) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.openEnd = openEnd;
    }

    /// @throws IllegalArgumentException where the text is no template
    public static PathTemplate parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a path template has at most " + MAX_LENGTH + " characters");
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path template begins with /: " + text);
        }
        List<Segment> segments = new ArrayList<>();
        boolean openEnd = false;
        for (String part : split(text)) {
            if (openEnd) {
                throw new IllegalArgumentException("** is the last segment: " + text);
            }
            if (part.equals("**")) {
                openEnd = true;
            } else {
                segments.add(segment(part, text));
            }
        }
        if (segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException("too many segments: " + text);
        }
        return new PathTemplate(text, segments, openEnd);
    }

    private static Segment segment(String part, String text) {
        int star = part.indexOf('*');
        int open = part.indexOf('{');
        boolean afterLast = star == 0 && open > 1;
        if (part.indexOf('*', star + 1) >= 0 || (star >= 0 && open >= 0 && !afterLast)) {
            throw new IllegalArgumentException("one wildcard a segment: " + text);
        }
        if (star >= 0 && open < 0) {
            return Segment.plain(part.substring(0, star), part.substring(star + 1), true);
        }
        if (open < 0) {
            return Segment.plain(part, "", false);
        }
        int close = part.indexOf('}', open);
        if (close < 0 || part.indexOf('{', open + 1) >= 0) {
            throw new IllegalArgumentException("one {name} a segment, and closed: " + text);
        }
        String inner = part.substring(open + 1, close);
        int colon = inner.indexOf(':');
        String name = colon < 0 ? inner : inner.substring(0, colon);
        Form form =
                switch (colon < 0 ? "any" : inner.substring(colon + 1)) {
                    case "any" -> Form.ANY;
                    case "uuid" -> Form.UUID;
                    default -> throw new IllegalArgumentException("unknown form: " + text);
                };
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a capture has a name: " + text);
        }
        return new Segment(
                afterLast ? "" : part.substring(0, open),
                part.substring(close + 1),
                afterLast ? part.substring(1, open) : "",
                true,
                Optional.of(name),
                form);
    }

    /// Cuts a path at its slashes; empty segments (`//`, a slash at the end) are left out, at most
    /// [#MAX_SEGMENTS] + 1 are returned.
    static List<String> split(String path) {
        List<String> parts = new ArrayList<>(8);
        int start = 1;
        while (start <= path.length() && parts.size() <= MAX_SEGMENTS) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) {
                parts.add(path.substring(start, end));
            }
            start = end + 1;
        }
        return parts;
    }

    /// The captured values by name where the path matches.
    ///
    /// @param parts the result of [#split(String)]
    Optional<Map<String, String>> match(List<String> parts) {
        if (parts.size() < segments.size() || (!openEnd && parts.size() > segments.size())) {
            return Optional.empty();
        }
        Map<String, String> captures = Map.of();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            String part = parts.get(i);
            if (!segment.wildcard) {
                if (!part.equals(segment.before)) {
                    return Optional.empty();
                }
                continue;
            }
            int start = segment.valueStart(part);
            int end = part.length() - segment.after.length();
            if (start < 0 || start >= end || !part.endsWith(segment.after)) {
                return Optional.empty();
            }
            if (segment.capture.isPresent()) {
                String value = part.substring(start, end);
                if (segment.form == Form.UUID && !isUuid(value)) {
                    return Optional.empty();
                }
                if (captures.isEmpty()) {
                    captures = new HashMap<>(4);
                }
                captures.put(segment.capture.get(), value);
            }
        }
        return Optional.of(captures);
    }

    /// Names of the captures.
    public List<String> captures() {
        return segments.stream().flatMap(segment -> segment.capture.stream()).toList();
    }

    static boolean isUuid(String value) {
        if (value.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = value.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The template as written.
    @Override
    public String toString() {
        return text;
    }
}
