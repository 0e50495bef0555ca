package io.countersign.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Takes off what a search engine or a tool put round a record.
///
/// ```
/// {"preview":false,"result":{"_raw":"…"}}  {"_raw":"…"}          Splunk
/// {"_index":"…","_source":{"event":{"original":"…"}}}            Elasticsearch, as it came in
/// {"_index":"…","_source":{…}}                                   Elasticsearch, else
/// {"topic":"…","partition":0,"offset":7,"payload":"…"}           kcat -J
/// {"log":"…","stream":"stdout","time":"…"}                       a container's log
/// {"@timestamp":"…","message":"…"}  {"ingestionTime":…,"message":"…"}   shippers, CloudWatch
/// {"DeviceVendor":"…","DeviceProduct":"…",…}                     Sentinel's CommonSecurityLog
/// ```
final class Envelope {
    /// The first names of an envelope stand so near its start.
    private static final int NEAR = 4_096;

    private static final int MAX_LEVELS = 3;

    private Envelope() {}

    /// The record inside; the same array where nothing is round it.
    static byte[] off(byte[] record) {
        byte[] inner = record;
        for (int level = 0; level < MAX_LEVELS && mayBe(inner); level++) {
            byte[] next = inside(inner);
            if (next.length == 0) {
                return inner;
            }
            inner = next;
        }
        return inner;
    }

    private static boolean mayBe(byte[] record) {
        if (record.length < 2 || record[0] != '{') {
            return false;
        }
        String start =
                new String(record, 0, Math.min(record.length, NEAR), StandardCharsets.ISO_8859_1);
        return start.contains("\"_raw\"")
                || start.contains("\"_source\"")
                || (start.contains("\"partition\"") && start.contains("\"offset\""))
                || (start.contains("\"stream\"")
                        && (start.contains("\"log\"") || start.contains("\"message\"")))
                || (start.contains("\"message\"")
                        && (start.contains("\"@timestamp\"")
                                || start.contains("\"ingestionTime\"")))
                || (start.contains("\"DeviceVendor\"") && start.contains("\"DeviceProduct\""));
    }

    /// Nothing where it is no envelope after all.
    private static byte[] inside(byte[] record) {
        byte[] none = new byte[0];
        byte[] payload = none;
        int kafka = 0;
        byte[] line = none;
        boolean shipped = false;
        Map<String, String> row = new LinkedHashMap<>();
        try (JsonParser parser = JsonSlice.parser(record)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "_raw" -> {
                        if (value == JsonToken.VALUE_STRING) {
                            return JsonSlice.text(parser);
                        }
                    }
                    case "result" -> {
                        if (value == JsonToken.START_OBJECT) {
                            byte[] result = inside(JsonSlice.structure(parser, record));
                            if (result.length > 0) {
                                return result;
                            }
                        }
                    }
                    case "_source" -> {
                        if (value == JsonToken.START_OBJECT) {
                            byte[] source = JsonSlice.structure(parser, record);
                            byte[] original = original(source);
                            return original.length > 0 ? original : source;
                        }
                    }
                    case "payload" -> {
                        payload =
                                value == JsonToken.VALUE_STRING
                                        ? JsonSlice.text(parser)
                                        : value == JsonToken.START_OBJECT
                                                ? JsonSlice.structure(parser, record)
                                                : none;
                    }
                    case "topic", "partition", "offset" -> kafka++;
                    case "log", "message" -> {
                        if (value == JsonToken.VALUE_STRING) {
                            line = JsonSlice.text(parser);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    case "stream", "@timestamp", "ingestionTime" -> shipped = true;
                    default -> {
                        if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                            row.put(name, parser.getText());
                        } else {
                            parser.skipChildren();
                        }
                    }
                }
            }
        } catch (IOException _) {
            return none;
        }
        if (kafka == 3) {
            return payload;
        }
        if (SentinelRow.isOfTable(row.keySet())) {
            return SentinelRow.cef(row).getBytes(StandardCharsets.UTF_8);
        }
        return shipped ? line : none;
    }

    /// The event as it came to the shipper: `event.original`, in an object or with a dot.
    private static byte[] original(byte[] source) throws IOException {
        try (JsonParser parser = JsonSlice.parser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("event.original") && value == JsonToken.VALUE_STRING) {
                    return JsonSlice.text(parser);
                }
                if (name.equals("event") && value == JsonToken.START_OBJECT) {
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        boolean original = parser.currentName().equals("original");
                        if (parser.nextToken() == JsonToken.VALUE_STRING && original) {
                            return JsonSlice.text(parser);
                        }
                        parser.skipChildren();
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new byte[0];
    }
}
