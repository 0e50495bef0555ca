package io.countersign.detectors.phi;

import java.nio.charset.StandardCharsets;

/// A line of an evaluation file: an id and a text.
record EvaluationDocument(String id, String text) {
    static EvaluationDocument parse(String line) {
        return new EvaluationDocument(field(line, "id"), field(line, "text"));
    }

    byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The first string under this key; the files are flat there and written by one program.
    private static String field(String line, String key) {
        String opening = "\"" + key + "\": \"";
        int start = line.indexOf(opening) + opening.length();
        StringBuilder out = new StringBuilder();
        int i = start;
        while (line.charAt(i) != '"') {
            char c = line.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
                continue;
            }
            char next = line.charAt(i + 1);
            i += 2;
            switch (next) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(line.substring(i, i + 4), 16));
                    i += 4;
                }
                default -> out.append(next);
            }
        }
        return out.toString();
    }
}
