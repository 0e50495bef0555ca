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
/// put together again to the CEF that it came from. A row may span lines.
final class CsvRows implements Records {
    private static final String RAW = "_raw";

    /// Columns of CommonSecurityLog by the keys of CEF; those of the header apart.
    private static final Map<String, String> CEF_KEYS = cefKeys();

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
        return columns.contains(RAW)
                || (columns.contains("DeviceVendor") && columns.contains("DeviceProduct"));
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
                String record = raw != null ? raw.strip() : cef(row);
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

    private static String cef(Map<String, String> row) {
        StringBuilder cef = new StringBuilder("CEF:0");
        for (String column :
                List.of(
                        "DeviceVendor",
                        "DeviceProduct",
                        "DeviceVersion",
                        "DeviceEventClassID",
                        "Activity",
                        "LogSeverity")) {
            cef.append('|')
                    .append(
                            row.getOrDefault(column, "")
                                    .replace("\\", "\\\\")
                                    .replace("|", "\\|")
                                    .replace("\n", " "));
        }
        cef.append('|');
        row.forEach((column, value) -> {
            String key = CEF_KEYS.get(column);
            if (key != null && !value.isBlank()) {
                pair(cef, key, value);
            }
        });
        if (row.getOrDefault("ReceiptTime", "").isBlank()) {
            pair(cef, "rt", row.getOrDefault("TimeGenerated", ""));
        }
        String further = row.getOrDefault("AdditionalExtensions", "");
        for (String pair : further.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pair(cef, pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        return cef.toString();
    }

    private static void pair(StringBuilder cef, String key, String value) {
        if (!value.isBlank()) {
            cef.append(cef.charAt(cef.length() - 1) == '|' ? "" : " ")
                    .append(key)
                    .append('=')
                    .append(
                            value.replace("\\", "\\\\")
                                    .replace("=", "\\=")
                                    .replace("\r", "")
                                    .replace("\n", "\\n"));
        }
    }

    private static Map<String, String> cefKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        String table =
                "DeviceAction act ApplicationProtocol app EventCount cnt DestinationDnsDomain destinationDnsDomain"
                        + " DestinationServiceName destinationServiceName DestinationHostName dhost DestinationIP dst"
                        + " DestinationPort dpt DestinationUserName duser DestinationTranslatedAddress destinationTranslatedAddress"
                        + " DeviceAddress dvc DeviceName dvchost DeviceExternalID deviceExternalId DeviceFacility deviceFacility"
                        + " DeviceInboundInterface deviceInboundInterface DeviceOutboundInterface deviceOutboundInterface"
                        + " EndTime end ExternalID externalId ExtID externalId FileName fname FileSize fsize FileType fileType"
                        + " FilePath filePath FileHash fileHash Message msg EventOutcome outcome Protocol proto Reason reason"
                        + " ReceiptTime rt ReceivedBytes in SentBytes out RequestURL request"
                        + " RequestClientApplication requestClientApplication RequestContext requestContext"
                        + " RequestCookies requestCookies RequestMethod requestMethod SourceHostName shost SourceIP src"
                        + " SourcePort spt SourceUserName suser SourceUserID suid SourceUserPrivileges spriv"
                        + " SourceTranslatedAddress sourceTranslatedAddress SourceServiceName sourceServiceName StartTime start"
                        + " SourceNTDomain sntdom DeviceEventCategory cat";
        String[] words = table.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            keys.put(words[i], words[i + 1]);
        }
        for (int i = 1; i <= 6; i++) {
            keys.put("DeviceCustomString" + i, "cs" + i);
            keys.put("DeviceCustomString" + i + "Label", "cs" + i + "Label");
        }
        for (int i = 1; i <= 3; i++) {
            keys.put("DeviceCustomNumber" + i, "cn" + i);
            keys.put("DeviceCustomNumber" + i + "Label", "cn" + i + "Label");
        }
        return Map.copyOf(keys);
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
