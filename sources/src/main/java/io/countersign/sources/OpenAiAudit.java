package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// OpenAI's organisation audit log, one event a record: keys, projects, logins; no prompt. What
/// happened stands in an object under the dotted type, or under the type with underscores by some
/// pipelines, and is text to inspect.
final class OpenAiAudit implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "object",
                    "type",
                    "actor.type",
                    "actor.session.user.id",
                    "actor.api_key.id",
                    "actor.user.id",
                    "actor.api_key.type",
                    "actor.api_key.user.id",
                    "actor.api_key.service_account.id",
                    "actor.session.ja3",
                    "actor.session.ja4",
                    "actor.session.ip_address_details.country",
                    "actor.session.ip_address_details.city",
                    "actor.session.ip_address_details.region",
                    "actor.session.ip_address_details.region_code",
                    "actor.session.ip_address_details.asn",
                    "actor.session.ip_address_details.latitude",
                    "actor.session.ip_address_details.longitude",
                    "project.id");

    @Override
    public String name() {
        return "openai-audit";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, OpenAiAudit::read);
    }

    private static Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        if (fields.text("type") == null || !fields.has("effective_at")) {
            return new Parsed.Rejected(
                    RejectionCode.MISSING_FIELD, "neither type nor effective_at");
        }
        ProxyRow row = new ProxyRow("openai-audit");
        row.user(user(fields), IdentityBasis.IDP, fields.text("actor.session.ip_address"))
                .application("OpenAI API");
        row.event
                .time(Lenient.instant(fields.text("effective_at")), TimeBasis.START)
                .userAgent(fields.text("actor.session.user_agent"))
                .transactionId(fields.text("id"))
                .accountHint(AccountHint.Kind.PROJECT_ID, fields.text("project.id"))
                .accountHint(AccountHint.Kind.ORG_ID, fields.text("organization_id"));
        row.event.notAUse(Event.NotAUse.ADMINISTRATION);
        fields.text("project.name");
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static @Nullable String user(Fields fields) {
        String mail =
                fields.text(
                        "actor.session.user.email", "actor.api_key.user.email", "actor.user.email");
        String id =
                fields.text(
                        "actor.session.user.id",
                        "actor.api_key.user.id",
                        "actor.user.id",
                        "actor.api_key.service_account.id",
                        "actor.api_key.id");
        return mail != null ? mail : id;
    }
}
