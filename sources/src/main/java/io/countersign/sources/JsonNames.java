package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names out of a JSON array, a line each.
final class JsonNames {
    private JsonNames() {}

    /// The strings of an array, and of its objects those under one of the keys; a text that is no
    /// array comes back as it is. Null where there is none.
    static @Nullable String of(@Nullable String text, Set<String> keys) {
        if (text == null || !text.startsWith("[")) {
            return text;
        }
        StringBuilder names = new StringBuilder();
        try (JsonParser parser = JsonRecord.parser(text.getBytes(StandardCharsets.UTF_8))) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> depth++;
                    case END_OBJECT -> depth--;
                    case VALUE_STRING -> {
                        String key = parser.currentName();
                        if (depth == 0 || (key != null && keys.contains(key))) {
                            names.append(names.isEmpty() ? "" : "\n").append(parser.getText());
                        }
                    }
                    default -> {
                        // Numbers and the like name nothing.
                    }
                }
            }
        } catch (IOException _) {
            return text;
        }
        return names.isEmpty() ? null : names.toString();
    }
}
