package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Cloudflare Gateway's HTTP log by Logpush, one JSON object a record. It has no bytes up but the
/// sizes of files. `Datetime` is RFC 3339, epoch seconds or nanoseconds, as the job was set.
final class CloudflareGateway implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "AccountID",
                    "UserID",
                    "DeviceID",
                    "PolicyID",
                    "IsIsolated",
                    "BlockedFileHash",
                    "BlockedFileReason",
                    "BlockedFileSize",
                    "BlockedFileType",
                    "CategoryIDs",
                    "CategoryNames",
                    "ApplicationIDs",
                    "ApplicationStatuses",
                    "DestinationPort",
                    "SourcePort",
                    "SessionID",
                    "HTTPVersion",
                    "UntrustedCertificateAction",
                    "VirtualNetworkID",
                    "VirtualNetworkName",
                    "SourceIPCountryCode",
                    "DestinationIPCountryCode",
                    "SourceIPContinentCode",
                    "DestinationIPContinentCode",
                    "ProxyEndpoint",
                    "RedirectTargetURI",
                    "AppControlInfo");

    @Override
    public String name() {
        return "cloudflare-gateway-http";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, CloudflareGateway::read);
    }

    private static Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        ProxyRow row = new ProxyRow("cloudflare-gateway-http");
        String files = JsonNames.of(fields.text("UploadedFileNames"), Set.of());
        String infos =
                JsonNames.of(
                        fields.text("FileInfo.files", "FileInfo"), Set.of("name", "file_name"));
        String blocked = fields.text("BlockedFileName");
        row.url(fields.text("URL"))
                .host(fields.text("HTTPHost"))
                .destinationAddress(fields.text("DestinationIP"))
                .method(fields.text("HTTPMethod"))
                .status(fields.text("HTTPStatusCode"))
                .user(
                        fields.text("Email"),
                        IdentityBasis.IDP,
                        fields.text("SourceInternalIP", "SourceIP"))
                .action(fields.text("Action"))
                .application(applications(fields.text("ApplicationNames")))
                .referer(fields.text("Referer"))
                .fileNames(files != null ? files : infos != null ? infos : blocked);
        finding(row, fields.text("ForensicCopyStatus"), fields.text("PolicyName"));
        fields.text("DownloadedFileNames");
        row.event
                .time(Lenient.instant(fields.text("Datetime")), TimeBasis.PUBLISHED)
                .device(fields.text("DeviceName"))
                .userAgent(fields.text("UserAgent"))
                .transactionId(fields.text("RequestID"));
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// A copy is kept of what a DLP rule matched; the policy that holds the rule is all that the
    /// log names of it.
    private static void finding(ProxyRow row, @Nullable String copy, @Nullable String policy) {
        if (copy != null && !copy.equalsIgnoreCase("none")) {
            row.event.sourceFinding(new SourceFinding("DLP", policy == null ? "" : policy, 0));
        }
    }

    private static @Nullable String applications(@Nullable String names) {
        return names != null && names.startsWith("[") ? JsonNames.of(names, Set.of()) : names;
    }
}
