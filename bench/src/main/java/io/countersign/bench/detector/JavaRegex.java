package io.countersign.bench.detector;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// [Patterns] one after the other with java.util.regex, on text that was decoded as Latin-1.
final class JavaRegex implements Contender {
    private final List<Matcher> matchers =
            Patterns.SHAPES.stream().map(shape -> Pattern.compile(shape).matcher("")).toList();

    @Override
    public long pass(List<byte[]> documents) {
        long found = 0;
        for (byte[] document : documents) {
            String text = new String(document, StandardCharsets.ISO_8859_1);
            for (Matcher matcher : matchers) {
                matcher.reset(text);
                while (matcher.find()) {
                    found++;
                }
            }
        }
        return found;
    }
}
