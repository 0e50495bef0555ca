package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Requests to Azure Monitor and to where its tokens are had. Pure.
final class SentinelRequestBuilder {
    private SentinelRequestBuilder() {}

    /// The rows as one JSON array.
    static HttpRequest.Builder rows(URI stream, String token, Batch batch) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(batch.bytes() + batch.size() + 1);
        char separator = '[';
        for (OutboundEvent event : batch.events()) {
            body.write(separator);
            body.writeBytes(event.payload());
            separator = ',';
        }
        body.write(']');
        return post(stream, token, body.toByteArray());
    }

    /// Sends no row: whether token, rule and stream are right is checked all the same.
    static HttpRequest.Builder nothing(URI stream, String token) {
        return post(stream, token, new byte[] {'[', ']'});
    }

    private static HttpRequest.Builder post(URI stream, String token, byte[] body) {
        return HttpRequest.newBuilder(stream)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /// The client credentials grant of OAuth 2 (RFC 6749 section 4.4).
    static HttpRequest.Builder token(URI address, String clientId, String secret, String scope) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        form.put("scope", scope);
        String body =
                form.entrySet().stream()
                        .map(field ->
                                field.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }
}
