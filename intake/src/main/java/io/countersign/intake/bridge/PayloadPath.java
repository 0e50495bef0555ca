package io.countersign.intake.bridge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.countersign.intake.JsonSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Where the payload lies in a JSON value: names with dots between them.
///
/// ```
/// (empty)        the value itself
/// payload        {"meta":…,"payload":"the line"}         a text goes on as what it says
/// event.original {"event":{"original":{…}}}              an object goes on as it is written
/// records[]      {"records":[{…},{…}]}                   each element of the list is a record
/// ```
///
/// A name that is written with dots in the value is found as well as nested ones.
///
/// @param names outermost first; none: the value itself
/// @param each whether the path ends at a list, each of whose elements is a record
public record PayloadPath(List<String> names, boolean each) {
    public static final PayloadPath WHOLE = new PayloadPath(List.of(), false);

    public static final int MAX_NAMES = 16;

    /// Elements of one list; a value is at most as large as a Kafka record.
    static final int MAX_ELEMENTS = 100_000;

    private static final String EACH = "[]";
    private static final Pattern NAME = Pattern.compile("[^\\s.\\[\\]\"]{1,100}");

    public PayloadPath {
        names = List.copyOf(names);
    }

    /// @throws IllegalArgumentException for what is no path; the message says what is wrong
    public static PayloadPath parse(String text) {
        boolean each = text.endsWith(EACH);
        String path = each ? text.substring(0, text.length() - EACH.length()) : text;
        if (path.isEmpty()) {
            return new PayloadPath(List.of(), each);
        }
        List<String> names = List.of(path.split("\\.", -1));
        if (names.size() > MAX_NAMES
                || !names.stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "is a path such as payload, event.original or records[], of at most "
                            + MAX_NAMES
                            + " names");
        }
        return new PayloadPath(names, each);
    }

    public boolean isWhole() {
        return names.isEmpty() && !each;
    }

    /// The records in a value, in their order; none where the path leads to none.
    ///
    /// @throws IOException where the value is no JSON; the message quotes nothing of it
    public List<byte[]> in(byte[] json) throws IOException {
        try (JsonParser parser = JsonSlice.parser(json)) {
            JsonToken value = parser.nextToken();
            int found = 0;
            while (found < names.size()) {
                int taken = value == JsonToken.START_OBJECT ? enter(parser, found) : 0;
                if (taken == 0) {
                    return List.of();
                }
                found += taken;
                value = parser.currentToken();
            }
            return records(parser, json);
        }
    }

    /// Goes to the value of the first member that goes on with the path.
    ///
    /// @return how many names of the path its name took, 0 where there is none
    private int enter(JsonParser parser, int from) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            for (int to = from + 1; to <= names.size(); to++) {
                if (member.equals(String.join(".", names.subList(from, to)))) {
                    return to - from;
                }
            }
            parser.skipChildren();
        }
        return 0;
    }

    private List<byte[]> records(JsonParser parser, byte[] json) throws IOException {
        List<byte[]> records = new ArrayList<>();
        if (!each) {
            add(parser, json, records);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null || records.size() == MAX_ELEMENTS) {
                    throw new IOException("a list without an end, or of too many elements");
                }
                add(parser, json, records);
            }
        }
        return records;
    }

    /// Numbers, `true` and the like are no records.
    private static void add(JsonParser parser, byte[] json, List<byte[]> records)
            throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_STRING) {
            byte[] text = JsonSlice.text(parser);
            if (text.length > 0) {
                records.add(text);
            }
        } else if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
            records.add(JsonSlice.structure(parser, json));
        }
    }
}
