package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The names of the values of a record of any source, in the words of a mapping's paths: what a
/// mapping could be made of. Names only: a name is a few words without a blank, and what is longer
/// is none.
///
/// @param syntax how the record is written
/// @param paths in the order of the record; elements of a list as `*`
public record RecordKeys(Mapping.Syntax syntax, Set<String> paths) {
    /// Names of one record.
    static final int MAX_PATHS = 1_000;

    private static final int MAX_DEPTH = 8;
    private static final int MIN_PAIRS = 3;
    private static final String SEPARATORS = " ,\t";

    /// A value in the place of a name, such as a person's in a map by person, is not told.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_@:$][A-Za-z0-9_@:$/-]{0,63}");

    public RecordKeys {
        paths = Set.copyOf(paths);
    }

    /// Empty for what is neither a JSON object nor a line of at least three `key=value`.
    public static Optional<RecordKeys> of(byte[] record) {
        int from = SyslogHeader.end(record);
        if (from >= record.length || record.length > Limits.MAX_RECORD_BYTES) {
            return Optional.empty();
        }
        Set<String> paths = new LinkedHashSet<>();
        if (record[from] == '{') {
            try (JsonParser parser =
                    JsonRecord.parser(Arrays.copyOfRange(record, from, record.length))) {
                parser.nextToken();
                members(parser, "", 1, paths);
            } catch (IOException _cut) {
                // What came before is told.
            }
            return some(Mapping.Syntax.JSON, paths, 1);
        }
        String line = new String(record, from, record.length - from, StandardCharsets.UTF_8);
        Pairs.keyValues(line, SEPARATORS)
                .forEach((name, _) -> {
                    if (NAME.matcher(name).matches()) {
                        add(paths, name);
                    }
                });
        return some(Mapping.Syntax.KEY_VALUE, paths, MIN_PAIRS);
    }

    private static Optional<RecordKeys> some(Mapping.Syntax syntax, Set<String> paths, int least) {
        return paths.size() < least ? Optional.empty() : Optional.of(new RecordKeys(syntax, paths));
    }

    private static void members(JsonParser parser, String prefix, int depth, Set<String> paths)
            throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            value(parser, prefix + (isName(name) ? name : "*"), depth, paths);
        }
    }

    /// Dots in a name are as good as nesting.
    private static boolean isName(String name) {
        return Arrays.stream(name.split("\\.", -1)).allMatch(part -> NAME.matcher(part).matches());
    }

    private static void value(JsonParser parser, String path, int depth, Set<String> paths)
            throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
            members(parser, path + '.', depth + 1, paths);
        } else if (value == JsonToken.START_ARRAY && depth < MAX_DEPTH) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    return;
                }
                value(parser, path + ".*", depth + 1, paths);
            }
        } else {
            parser.skipChildren();
            if (value != JsonToken.VALUE_NULL) {
                add(paths, path);
            }
        }
    }

    private static void add(Set<String> paths, String path) {
        if (paths.size() < MAX_PATHS) {
            paths.add(path);
        }
    }
}
