package io.countersign.intake.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.countersign.intake.RawRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One object of a collector request: what its `event` holds, or what is wrong with it.
///
/// @param payload a text's bytes, or the JSON of anything else, as it came
/// @param sourcetype empty where it names none
/// @param fault what Splunk would answer
@SuppressWarnings("ArrayRecordComponent")
record CollectorEvent(byte[] payload, String sourcetype, Optional<CollectorReply> fault) {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(RawRecords.MAX_RECORD_BYTES)
                                    .build())
                    .build();

    private static final byte[] NONE = {};

    static CollectorEvent of(byte[] object) {
        byte[] payload = NONE;
        String sourcetype = "";
        CollectorReply fault = CollectorReply.EVENT_REQUIRED;
        boolean flat = true;
        try (JsonParser parser = FACTORY.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "event" -> {
                        payload = payload(parser, value, object);
                        fault =
                                value == JsonToken.VALUE_NULL || value == JsonToken.VALUE_FALSE
                                        ? CollectorReply.INVALID_DATA_FORMAT
                                        : isBlank(payload)
                                                ? CollectorReply.EVENT_BLANK
                                                : CollectorReply.SUCCESS;
                    }
                    case "fields" -> flat = isFlat(parser, value);
                    case "sourcetype" -> {
                        sourcetype = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                        parser.skipChildren();
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                return faulty(CollectorReply.INVALID_DATA_FORMAT);
            }
        } catch (IOException _malformed) {
            return faulty(CollectorReply.INVALID_DATA_FORMAT);
        }
        if (fault != CollectorReply.SUCCESS) {
            return faulty(fault);
        }
        return flat
                ? new CollectorEvent(payload, sourcetype, Optional.empty())
                : faulty(CollectorReply.INDEXED_FIELDS);
    }

    private static CollectorEvent faulty(CollectorReply fault) {
        return new CollectorEvent(NONE, "", Optional.of(fault));
    }

    private static byte[] payload(JsonParser parser, JsonToken value, byte[] object)
            throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText().getBytes(StandardCharsets.UTF_8);
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(object, from, (int) parser.currentLocation().getByteOffset());
    }

    private static boolean isBlank(byte[] payload) {
        for (byte b : payload) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFlat(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return value == JsonToken.VALUE_NULL;
        }
        boolean flat = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                flat = false;
            }
            parser.skipChildren();
        }
        return flat;
    }

    /// Without the payload.
    @Override
    public String toString() {
        return "CollectorEvent[" + payload.length + " bytes]";
    }
}
