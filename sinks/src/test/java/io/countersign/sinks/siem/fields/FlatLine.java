package io.countersign.sinks.siem.fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads CEF and LEEF back as a receiver does, character by character.
record FlatLine(List<String> header, Map<String, String> values) {
    private static final int CEF_HEADER_FIELDS = 7;

    static FlatLine cef(String line) {
        List<String> header = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int i = 0;
        while (header.size() < CEF_HEADER_FIELDS) {
            char c = line.charAt(i++);
            if (c == '\\') {
                field.append(line.charAt(i++));
            } else if (c == '|') {
                header.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        return new FlatLine(header, extension(line.substring(i)));
    }

    /// A key is what stands between a space, or the start, and an `=` that no backslash precedes.
    private static Map<String, String> extension(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String key = "";
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                value.append(text.charAt(++i));
            } else if (c == '=') {
                int space = value.lastIndexOf(" ");
                put(values, key, value.substring(0, Math.max(space, 0)));
                key = value.substring(space + 1);
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        put(values, key, value.toString());
        return values;
    }

    static FlatLine leef(String line) {
        boolean second = line.startsWith("LEEF:2.0");
        String[] parts = line.split("\\|", second ? 7 : 6);
        char delimiter = second ? parts[5].charAt(0) : '\t';
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : parts[parts.length - 1].split("\\Q" + delimiter + "\\E", -1)) {
            int equals = pair.indexOf('=');
            put(values, pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new FlatLine(List.of(parts).subList(0, parts.length - 1), values);
    }

    private static void put(Map<String, String> values, String key, String value) {
        if (!key.isEmpty() && values.put(key, value) != null) {
            throw new IllegalArgumentException("key " + key + " stands there twice");
        }
    }
}
