package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.Event.IdentityBasis;
import io.countersign.sources.Event.TimeBasis;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Envoy AI Gateway's access log as JSON; the site sets the keys, these are the vendor's. No text
/// of any prompt. `gen_ai.provider.name` is the name of a route, which the site gave it, and not a
/// vendor: a part of it that names one is used. MCP rows may lack authority and path.
final class EnvoyAiGateway implements InputFormat {
    private static final Set<String> PASSED =
            Set.of(
                    "response_code_details",
                    "response_flags",
                    "upstream_host",
                    "upstream_cluster",
                    "upstream_local_address",
                    "upstream_transport_failure_reason",
                    "duration",
                    "downstream_local_address",
                    "requested_server_name",
                    "route_name",
                    "connection_termination_details",
                    "mcp.method.name",
                    "mcp.session.id",
                    "mcp.request.id",
                    "mcp.backend",
                    "gen_ai.usage.total_tokens",
                    "gen_ai.usage.cached_input_tokens",
                    "gen_ai.provider.name",
                    "protocol",
                    "x-envoy-upstream-service-time",
                    "gen_ai.response.model");

    @Override
    public String name() {
        return "envoy-ai-gateway";
    }

    @Override
    public Parsed parse(byte[] record) {
        return JsonRecord.parse(record, EnvoyAiGateway::read);
    }

    private static Parsed read(JsonParser parser, byte[] json) throws IOException {
        Fields fields = new Fields();
        fields.putMembers(parser, json, "");
        boolean known =
                fields.has("gen_ai.request.model")
                        || fields.has("gen_ai.provider.name")
                        || fields.has("mcp.method.name")
                        || fields.has(":authority")
                        || fields.has("x-envoy-origin-path");
        if (!known) {
            return new Parsed.Rejected(
                    RejectionCode.MISSING_FIELD, "neither authority, model, provider nor method");
        }
        ProxyRow row = new ProxyRow("envoy-ai-gateway");
        String authority = fields.text(":authority", "authority");
        String path = fields.text("x-envoy-origin-path", "x-envoy-original-path", ":path", "path");
        String forwarded = fields.text("x-forwarded-for", "downstream_remote_address");
        row.url(authority != null && path != null ? authority + path : null)
                .host(authority)
                .method(fields.text("method", ":method"))
                .status(fields.text("response_code"))
                .user(
                        fields.text("x-user-id", "x-user", "user"),
                        IdentityBasis.APP_ASSERTED,
                        client(forwarded))
                .bytes(fields.number("bytes_received"), fields.number("bytes_sent"))
                .application(application(fields.text("gen_ai.provider.name"), fields));
        row.event
                .time(Lenient.instant(fields.text("start_time")), TimeBasis.START)
                .elapsedMillis(fields.number("duration"))
                .userAgent(fields.text("user-agent", "user_agent"))
                .model(fields.text("gen_ai.request.model", "gen_ai.response.model"))
                .inputTokens(fields.number("gen_ai.usage.input_tokens"))
                .outputTokens(fields.number("gen_ai.usage.output_tokens"))
                .transactionId(fields.text("x-request-id"))
                .action(status(fields.text("response_code")));
        fields.pass(PASSED);
        return row.finish(fields);
    }

    private static Event.Action status(@Nullable String code) {
        int status = Lenient.status(code);
        return status >= 200 && status < 400 ? Event.Action.ALLOWED : Event.Action.OTHER;
    }

    private static @Nullable String client(@Nullable String forwarded) {
        if (forwarded == null) {
            return null;
        }
        String first = forwarded.split(",", 2)[0].strip();
        int port = first.indexOf(':') == first.lastIndexOf(':') ? first.indexOf(':') : -1;
        return port > 0 ? first.substring(0, port) : first;
    }

    /// `namespace/backend/route/...`: the name of the backend.
    private static @Nullable String application(@Nullable String route, Fields fields) {
        if (route == null) {
            return fields.has("mcp.method.name") ? "mcp" : null;
        }
        String[] parts = route.split("/", 3);
        return parts.length >= 2 ? parts[1] : route;
    }
}
