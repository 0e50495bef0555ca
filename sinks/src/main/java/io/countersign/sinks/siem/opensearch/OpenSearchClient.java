package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.CredentialFile;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Puts the index template into the cluster, once, then sends batches to `_bulk`.
///
/// An item is delivered when the cluster says so: with the default `index.translog.durability` of
/// `request` it is then on the disks of the primary and its replicas.
final class OpenSearchClient implements Client {
    /// Of each item no more than its status and the kind of its error comes back.
    private static final String BULK =
            "/_bulk?filter_path=errors,items.*.status,items.*.error.type";

    private final OpenSearchConfig config;
    private final HttpRoom http;
    private final Optional<CredentialFile> secret;
    private boolean templateIsThere;

    OpenSearchClient(OpenSearchConfig config, SinkTime time) {
        this.config = config;
        this.http = new HttpRoom(config.http(), time);
        this.secret = config.secret().map(CredentialFile::new);
        this.templateIsThere = !config.installTemplate();
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        if (!templateIsThere) {
            Optional<Answer> without = installTemplate();
            if (without.isPresent()) {
                return without.get();
            }
        }
        Reply reply =
                exchange(
                        request(BULK)
                                .header("Content-Type", "application/x-ndjson")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                BulkRequest.body(batch, config.index()))));
        return RetryPolicy.judge(batch, reply);
    }

    @Override
    public Health check() throws InterruptedException {
        Reply reply = exchange(request("/_cluster/health?filter_path=status&timeout=1s").GET());
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    Health.bad(unanswered.code(), "look at endpoint and the tls files");
            case Reply.Answered answered -> {
                if (answered.isSuccess()) {
                    yield Health.good("the cluster answers");
                }
                yield answered.status() == 401 || answered.status() == 403
                        ? Health.bad(
                                "UNAUTHORISED",
                                "look at user and password.file or api.key.file; the right"
                                        + " cluster:monitor is needed too")
                        : Health.bad("STATUS_" + answered.status(), "look at endpoint");
            }
        };
    }

    @Override
    public void close() {
        http.close();
    }

    /// Without it the first document would decide what the fields are.
    private Optional<Answer> installTemplate() throws InterruptedException {
        String name = config.index().start();
        Reply reply =
                exchange(
                        request("/_index_template/" + name)
                                .header("Content-Type", "application/json")
                                .PUT(
                                        HttpRequest.BodyPublishers.ofString(
                                                config.format().template(name))));
        return switch (reply) {
            case Reply.Unanswered unanswered -> Optional.of(Answer.again(unanswered.code()));
            case Reply.Answered answered -> {
                templateIsThere = answered.isSuccess();
                if (templateIsThere) {
                    yield Optional.empty();
                }
                yield Optional.of(
                        answered.status() == 429 || answered.status() >= 500
                                ? new Answer.Again(
                                        "STATUS_" + answered.status(), answered.retryAfter())
                                : new Answer.Denied("TEMPLATE_REFUSED_" + answered.status()));
            }
        };
    }

    private Reply exchange(HttpRequest.Builder request) throws InterruptedException {
        Reply reply = http.exchange(request);
        if (reply instanceof Reply.Answered answered && answered.status() == 401) {
            secret.ifPresent(CredentialFile::refused);
        }
        return reply;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(config.endpoint() + path));
        secret.ifPresent(file -> request.header("Authorization", authorization(file)));
        return request;
    }

    private String authorization(CredentialFile file) {
        if (config.user().isEmpty()) {
            return "ApiKey " + file.reveal();
        }
        String pair = config.user() + ":" + file.reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
