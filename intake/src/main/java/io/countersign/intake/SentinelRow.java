package io.countersign.intake;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A row of Sentinel's table CommonSecurityLog, put together again to the CEF that it came from.
/// Does not know whether the row was exported as CSV or as JSON.
final class SentinelRow {
    /// Columns of the table by the keys of CEF; those of the header apart.
    private static final Map<String, String> CEF_KEYS = cefKeys();

    /// `11/22/2026, 9:31:12.433 AM`
    private static final DateTimeFormatter PORTAL_TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("M/d/yyyy, h:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendPattern(" a")
                    .toFormatter(Locale.ENGLISH);

    private SentinelRow() {}

    /// Whether a row of these columns is one of the table.
    static boolean isOfTable(Collection<String> columns) {
        return columns.contains("DeviceVendor") && columns.contains("DeviceProduct");
    }

    static String cef(Map<String, String> row) {
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
            String utc = row.getOrDefault("TimeGenerated [UTC]", "");
            pair(cef, "rt", sortable(row.getOrDefault("TimeGenerated", utc)));
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

    /// The portal writes times as people in America read them, in UTC.
    private static String sortable(String time) {
        try {
            return LocalDateTime.parse(time.replace('\u202f', ' '), PORTAL_TIME) + "Z";
        } catch (DateTimeParseException _otherForm) {
            return time;
        }
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
}
