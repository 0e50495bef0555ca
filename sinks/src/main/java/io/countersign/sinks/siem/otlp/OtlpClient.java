package io.countersign.sinks.siem.otlp;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.CredentialFile;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;
import java.net.http.HttpRequest;
import java.util.Optional;

/// Exports batches.
final class OtlpClient implements Client {
    private final OtlpConfig config;
    private final HttpRoom http;
    private final Optional<CredentialFile> authorization;

    OtlpClient(OtlpConfig config, SinkTime time) {
        this.config = config;
        this.authorization = config.authorization().map(CredentialFile::new);
        this.http = new HttpRoom(config.http(), time);
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        return OtlpRetryPolicy.answer(
                batch, exchange(OtlpRequestBuilder.logs(config.logs(), batch)));
    }

    private Reply exchange(HttpRequest.Builder request) throws InterruptedException {
        authorization.ifPresent(file -> request.header("Authorization", file.reveal()));
        Reply reply = http.exchange(request);
        if (reply instanceof Reply.Answered answered
                && (answered.status() == 401 || answered.status() == 403)) {
            authorization.ifPresent(CredentialFile::refused);
        }
        return reply;
    }

    /// Exports no record.
    @Override
    public Health check() throws InterruptedException {
        String host = config.logs().getHost();
        return switch (exchange(OtlpRequestBuilder.nothing(config.logs()))) {
            case Reply.Unanswered unanswered ->
                    Health.bad(unanswered.code(), host + " does not answer");
            case Reply.Answered answered ->
                    switch (answered.status()) {
                        case 200 -> Health.good(host + " takes logs");
                        case 401, 403 -> Health.bad("UNAUTHORISED", host + " refuses us");
                        default ->
                                Health.bad(
                                        "OTLP_" + answered.status(), host + " does not take logs");
                    };
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
