package io.countersign.sources;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads lines of named values.
final class Pairs {
    /// Names of the fields of a CEF header begin so.
    static final String CEF_HEADER = "cef.";

    private Pairs() {}

    /// ```
    /// CEF:0|vendor|product|version|signature|name|severity|key=value key=value ...
    /// ```
    ///
    /// A value ends before the next `key=`, so that it may hold blanks. `cs1` and its kind take
    /// their meaning from `cs1Label`. The header's fields stand under `cef.vendor`, `cef.product`,
    /// `cef.signature`, `cef.name`.
    ///
    /// @return null where the header has fewer than seven fields
    static @Nullable Fields cef(String line) {
        String[] header = new String[7];
        int at = 0;
        for (int field = 0; field < header.length; field++) {
            int from = at;
            while (at < line.length() && line.charAt(at) != '|') {
                at += line.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= line.length()) {
                return null;
            }
            header[field] = unescaped(line.substring(from, at));
            at++;
        }
        Fields fields = new Fields();
        fields.put(CEF_HEADER + "vendor", header[1]);
        fields.put(CEF_HEADER + "product", header[2]);
        fields.put(CEF_HEADER + "signature", header[4]);
        fields.put(CEF_HEADER + "name", header[5]);
        Fields custom = new Fields();
        List<String> customKeys = new ArrayList<>();
        int key = nextKey(line, at);
        while (key < line.length()) {
            int equals = line.indexOf('=', key);
            int next = nextKey(line, equals + 1);
            String name = line.substring(key, equals);
            String value =
                    unescaped(
                            line.substring(
                                            equals + 1,
                                            Math.max(equals + 1, Math.min(next, line.length())))
                                    .strip());
            if (isCustom(name)) {
                custom.put(name, value);
                customKeys.add(name);
            } else {
                fields.put(name, value);
            }
            key = next;
        }
        for (String name : customKeys) {
            if (!name.endsWith("Label")) {
                String label = custom.text(name + "Label");
                String value = custom.text(name);
                if (value != null) {
                    fields.put(label == null ? name : label, value);
                }
            }
        }
        return fields;
    }

    private static boolean isCustom(String key) {
        boolean kind =
                key.startsWith("cs")
                        || key.startsWith("cn")
                        || key.startsWith("cfp")
                        || key.startsWith("flexString")
                        || key.startsWith("flexNumber")
                        || key.startsWith("deviceCustomDate");
        String stem = key.endsWith("Label") ? key.substring(0, key.length() - 5) : key;
        return kind && !stem.isEmpty() && Character.isDigit(stem.charAt(stem.length() - 1));
    }

    /// The start of the next `key=` whose key stands at `from` or behind a blank; the line's length
    /// where there is none.
    private static int nextKey(String line, int from) {
        int start = from;
        boolean inKey = from == 0 || line.charAt(from - 1) == ' ' || line.charAt(from - 1) == '|';
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ' ') {
                start = i + 1;
                inKey = true;
            } else if (c == '=') {
                if (inKey && i > start) {
                    return start;
                }
                inKey = false;
            } else if (!(Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-')) {
                inKey = false;
            }
        }
        return line.length();
    }

    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
            if (c == '\\' && (next == '=' || next == '|' || next == '\\')) {
                text.append(next);
                i++;
            } else if (c == '\\' && next == 'n') {
                text.append('\n');
                i++;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// `key=value` with blanks, commas or tabs between; a value may stand in quotes, with `\"` or
    /// `""` for a quote inside.
    ///
    /// @param separators what stands between pairs, such as a blank
    static Fields keyValues(String line, String separators) {
        Fields fields = new Fields();
        int at = 0;
        int words = 0;
        while (at < line.length()) {
            if (separators.indexOf(line.charAt(at)) >= 0) {
                at++;
                continue;
            }
            int from = at;
            while (at < line.length()
                    && line.charAt(at) != '='
                    && separators.indexOf(line.charAt(at)) < 0) {
                at++;
            }
            String key = line.substring(from, at);
            if (at >= line.length() || line.charAt(at) != '=') {
                fields.put("word " + words++, key);
                continue;
            }
            at++;
            StringBuilder value = new StringBuilder();
            if (at < line.length() && line.charAt(at) == '"') {
                at = quoted(line, at, value);
            } else {
                while (at < line.length() && separators.indexOf(line.charAt(at)) < 0) {
                    value.append(line.charAt(at++));
                }
            }
            fields.put(key, value.toString());
        }
        return fields;
    }

    /// Reads a quoted value and returns the index behind it.
    static int quoted(String line, int from, StringBuilder value) {
        int at = from + 1;
        while (at < line.length()) {
            char c = line.charAt(at);
            char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
            if (c == '"' && next == '"') {
                value.append('"');
                at += 2;
            } else if (c == '\\' && (next == '"' || next == '\\')) {
                value.append(next);
                at += 2;
            } else if (c == '"') {
                return at + 1;
            } else {
                value.append(c);
                at++;
            }
        }
        return at;
    }
}
