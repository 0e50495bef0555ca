package io.countersign.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The records of a search engine's CSV export, whose first line names the columns: Splunk's, where
/// the record is the column `_raw`, and that of Sentinel's table CommonSecurityLog, where a row is
/// put together again to the CEF that it came from ([SentinelRow]). A row may span lines.
final class CsvRows implements Records {
    private static final String RAW = "_raw";

    private static final CsvFactory FACTORY =
            CsvFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Lines.MAX_LINE_BYTES)
                                    .build())
                    .build();

    private final JsonParser parser;
    private long number;

    CsvRows(InputStream in) throws IOException {
        parser = FACTORY.createParser(in);
        parser.setSchema(CsvSchema.emptySchema().withHeader());
    }

    /// Whether a file's first line names the columns of such an export.
    static boolean isHeader(String line) {
        List<String> columns =
                Arrays.asList(line.replace("\"", "").replace("\ufeff", "").split(","));
        return columns.contains(RAW) || SentinelRow.isOfTable(columns);
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        try {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName().replace("\ufeff", "");
                    parser.nextToken();
                    row.put(name, parser.getText());
                }
                number++;
                String raw = row.get(RAW);
                String record = raw != null ? raw.strip() : SentinelRow.cef(row);
                return Optional.of(Envelope.off(record.getBytes(StandardCharsets.UTF_8)));
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "not CSV any more behind record "
                            + number
                            + ", near line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
