package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;

/// Calls the API with a token that it keeps.
final class SentinelClient implements Client {
    private final SentinelConfig config;
    private final HttpRoom http;
    private final AccessToken token;

    SentinelClient(SentinelConfig config, SinkTime time) {
        this.config = config;
        this.http = new HttpRoom(config.http(), time);
        this.token = new AccessToken(config, time, http);
    }

    @Override
    public Answer send(Batch batch) throws InterruptedException {
        return switch (token.have()) {
            case AccessToken.Had.None none -> none.answer();
            case AccessToken.Had.Token had -> {
                Reply reply =
                        http.exchange(
                                SentinelRequestBuilder.rows(config.stream(), had.value(), batch));
                if (isRefused(reply)) {
                    token.refused();
                }
                yield SentinelRetryPolicy.answer(batch, reply);
            }
        };
    }

    /// Has a token, and calls the rule without a row.
    @Override
    public Health check() throws InterruptedException {
        return switch (token.have()) {
            case AccessToken.Had.None none ->
                    Health.bad(
                            switch (none.answer()) {
                                case Answer.Again again -> again.code();
                                case Answer.Denied denied -> denied.code();
                                case Answer.Each unused -> "TOKEN_REFUSED";
                                case Answer.Halve unused -> "TOKEN_REFUSED";
                                case Answer.Stop unused -> "TOKEN_REFUSED";
                            },
                            config.token().getHost() + " gives no token");
            case AccessToken.Had.Token had ->
                    health(
                            http.exchange(
                                    SentinelRequestBuilder.nothing(config.stream(), had.value())));
        };
    }

    private Health health(Reply reply) {
        String host = config.stream().getHost();
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    Health.bad(unanswered.code(), host + " does not answer");
            case Reply.Answered answered ->
                    switch (answered.status()) {
                        // 400: an empty call is no call, but who may call is looked at first.
                        case 200, 202, 204, 400 -> Health.good(host + " takes the token");
                        case 401 -> Health.bad("UNAUTHORISED", host + " refuses the token");
                        case 403 ->
                                Health.bad(
                                        "FORBIDDEN",
                                        "the application needs Monitoring Metrics Publisher on the rule");
                        case 404 -> Health.bad("NOT_FOUND", "no such rule or stream");
                        default ->
                                Health.bad(
                                        "SENTINEL_" + answered.status(),
                                        host + " does not take rows");
                    };
        };
    }

    private static boolean isRefused(Reply reply) {
        return reply instanceof Reply.Answered answered
                && (answered.status() == 401 || answered.status() == 403);
    }

    @Override
    public void close() {
        http.close();
    }
}
