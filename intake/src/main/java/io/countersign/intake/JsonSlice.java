package io.countersign.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A part of a JSON text as its bytes: what is unwrapped goes on as it was written.
public final class JsonSlice {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Lines.MAX_LINE_BYTES)
                                    .build())
                    .build();

    private JsonSlice() {}

    /// A parser whose messages quote nothing of the text.
    public static JsonParser parser(byte[] json) throws IOException {
        return FACTORY.createParser(json);
    }

    /// The text that the parser stands at, without blanks at its ends.
    public static byte[] text(JsonParser parser) throws IOException {
        return parser.getText().strip().getBytes(StandardCharsets.UTF_8);
    }

    /// The object or array whose start the parser stands at; the parser stands at its end after.
    ///
    /// @param json what the parser reads
    public static byte[] structure(JsonParser parser, byte[] json) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Arrays.copyOfRange(json, from, (int) parser.currentLocation().getByteOffset());
    }
}
