package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Microsoft Defender for Cloud Apps: the table `CloudAppEvents` of advanced hunting, streamed with
/// an envelope or taken from a query without one. `time` of the envelope is when it was published,
/// minutes after `Timestamp`. It names an application, no host.
///
/// `RawEventData` and `AdditionalFields` are JSON in a string, or objects; they are read for the
/// person's address, and all else in them is text to inspect.
final class DefenderCloudAppEvents implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "time",
                    "operationName",
                    "category",
                    "tenantId",
                    "Tenant",
                    "_TimeReceivedBySvc",
                    "ApplicationId",
                    "AppInstanceId",
                    "AccountId",
                    "AccountType",
                    "IsAdminOperation",
                    "IsAnonymousProxy",
                    "IsExternalUser",
                    "IsImpersonated",
                    "DeviceType",
                    "OSPlatform",
                    "CountryCode",
                    "City",
                    "ISP",
                    "UserAgentTags",
                    "IPTags",
                    "IPCategory",
                    "ReportId",
                    "LastSeenForUser",
                    "UncommonForUser",
                    "AuditSource",
                    "SessionData",
                    "OAuthAppId",
                    "Type",
                    "TenantId",
                    "SourceSystem",
                    "TimeGenerated",
                    "AdditionalFields",
                    "RawEventData.Id",
                    "RawEventData.RecordType",
                    "RawEventData.CreationTime",
                    "RawEventData.OrganizationId",
                    "RawEventData.UserType",
                    "RawEventData.UserKey",
                    "RawEventData.Workload",
                    "RawEventData.Version",
                    "RawEventData.ClientIP",
                    "RawEventData.AppIdentity",
                    "RawEventData.ClientRegion");

    @Override
    public String name() {
        return "defender-cloudappevents";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, DefenderCloudAppEvents::read);
    }

    private static Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        String table = fields.text("category");
        if (table != null
                && table.startsWith("AdvancedHunting-")
                && !table.equals("AdvancedHunting-CloudAppEvents")) {
            return new Parsed.Rejected(
                    RejectionCode.UNKNOWN_FORMAT, "an advanced hunting table, but another one");
        }
        fields.unwrap("properties.");
        fields.putMembersOfText("RawEventData");
        fields.putMembersOfText("AdditionalFields");
        String application = fields.text("Application", "RawEventData.Workload");
        if (application == null) {
            return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "no application");
        }
        ProxyRow row = new ProxyRow("defender-cloudappevents");
        row.user(
                        user(fields),
                        IdentityBasis.IDP,
                        fields.text(
                                "IPAddress",
                                "RawEventData.ClientIP",
                                "RawEventData.ClientIPAddress"))
                .application(application)
                .fileNames(
                        fields.text(
                                "ObjectName",
                                "RawEventData.ObjectId",
                                "RawEventData.SourceFileName"));
        row.event
                .time(
                        Lenient.instant(fields.text("Timestamp", "TimeGenerated", "time")),
                        TimeBasis.START)
                .userAgent(fields.text("UserAgent", "RawEventData.UserAgent"))
                .transactionId(fields.text("ReportId"))
                .activity(fields.text("ActionType", "ActivityType", "RawEventData.Operation"));
        fields.pass(PASSED);
        return row.finish(fields);
    }

    /// The address where there is one: the display name may be a GUID.
    private static @Nullable String user(Fields fields) {
        String address = fields.text("RawEventData.UserId");
        String upn = fields.text("AccountUpn", "UserPrincipalName");
        String shown = fields.text("AccountDisplayName");
        String object = fields.text("AccountObjectId");
        if (upn != null) {
            return upn;
        }
        if (address != null && address.indexOf('@') > 0) {
            return address;
        }
        return shown != null ? shown : address != null ? address : object;
    }
}
