package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Anthropic's Compliance Activity Feed, one activity a record: who did what in which organisation
/// of Claude. It has no text of any message; `organization_uuid` is the id that claude.ai has in
/// its paths and that the tenant-restriction header names.
final class AnthropicCompliance implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "type",
                    "actor.type",
                    "actor.user_id",
                    "organization_id",
                    "claude_chat_id",
                    "claude_project_id",
                    "claude_file_id",
                    "claude_artifact_id",
                    "claude_message_id",
                    "api_key_id",
                    "workspace_id",
                    "actor.api_key_id",
                    "integration_id",
                    "object");

    /// Types of activities by which content reaches the service.
    private static final Set<String> USES =
            Set.of(
                    "claude_chat_created",
                    "claude_chat_updated",
                    "claude_file_uploaded",
                    "claude_project_file_uploaded",
                    "claude_project_document_uploaded",
                    "claude_project_created",
                    "claude_project_updated",
                    "claude_artifact_created",
                    "claude_artifact_updated");

    @Override
    public String name() {
        return "anthropic-compliance";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, AnthropicCompliance::read);
    }

    private static Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        String type = fields.text("type");
        if (type == null || !fields.has("created_at")) {
            return new Parsed.Rejected(RejectionCode.MISSING_FIELD, "neither type nor created_at");
        }
        ProxyRow row = new ProxyRow("anthropic-compliance");
        row.user(user(fields), IdentityBasis.IDP, fields.text("actor.ip_address", "ip_address"))
                .application("Claude")
                .fileNames(fields.text("filename", "file_name", "claude_file_name"));
        row.event
                .time(Lenient.instant(fields.text("created_at")), TimeBasis.START)
                .userAgent(fields.text("actor.user_agent", "user_agent"))
                .transactionId(fields.text("id"))
                .accountHint(AccountHint.Kind.ORG_ID, fields.text("organization_uuid"))
                .accountHint(AccountHint.Kind.ORG_ID, fields.text("organization_id"))
                .accountHint(AccountHint.Kind.PROJECT_ID, fields.text("workspace_id"));
        if (!USES.contains(type)) {
            row.event.notAUse(Event.NotAUse.ADMINISTRATION);
        }
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static @Nullable String user(Fields fields) {
        String mail = fields.text("actor.email_address", "actor.unauthenticated_email_address");
        String id = fields.text("actor.user_id", "actor.api_key_id");
        return mail != null ? mail : id;
    }
}
