package io.countersign.sinks.siem.sentinel;

import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.CredentialFile;
import io.countersign.sinks.siem.http.HttpRoom;
import io.countersign.sinks.siem.http.Reply;
import java.time.Duration;
import java.util.Optional;

/// A token of the application, had by its secret and kept until shortly before it ends. Used by one
/// thread.
final class AccessToken {
    /// A token is renewed so long before its end.
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final int DEFAULT_SECONDS = 600;

    private final SentinelConfig config;
    private final SinkTime time;
    private final HttpRoom http;
    private final CredentialFile secret;

    private String token = "";
    private long endsAtNanos;

    AccessToken(SentinelConfig config, SinkTime time, HttpRoom http) {
        this.config = config;
        this.time = time;
        this.http = http;
        this.secret = new CredentialFile(config.clientSecret());
    }

    /// A token, or why there is none.
    sealed interface Had {
        record Token(String value) implements Had {
            /// Redacted.
            @Override
            public String toString() {
                return "Token";
            }
        }

        record None(Answer answer) implements Had {}
    }

    Had have() throws InterruptedException {
        if (!token.isEmpty() && endsAtNanos - time.nanos() > 0) {
            return new Had.Token(token);
        }
        Reply reply =
                http.exchange(
                        SentinelRequestBuilder.token(
                                config.token(),
                                config.clientId(),
                                secret.reveal(),
                                config.scope()));
        return switch (reply) {
            case Reply.Unanswered unanswered ->
                    new Had.None(Answer.again("TOKEN_" + unanswered.code()));
            case Reply.Answered answered -> answered(answered);
        };
    }

    private Had answered(Reply.Answered answered) {
        Optional<String> given = answered.object().flatMap(object -> object.string("access_token"));
        if (answered.status() == 200 && given.filter(AccessToken::isToken).isPresent()) {
            token = given.get();
            int seconds =
                    answered.object()
                            .flatMap(object -> object.integer("expires_in"))
                            .orElse(DEFAULT_SECONDS);
            Duration life = Duration.ofSeconds(seconds);
            Duration kept = life.compareTo(MARGIN) > 0 ? life.minus(MARGIN) : life.dividedBy(2);
            endsAtNanos = time.nanos() + kept.toNanos();
            return new Had.Token(token);
        }
        String code = "TOKEN_" + answered.status();
        return switch (answered.status()) {
            case 408, 429, 500, 502, 503, 504 ->
                    new Had.None(new Answer.Again(code, answered.retryAfter()));
            default -> {
                secret.refused();
                yield new Had.None(new Answer.Denied(code));
            }
        };
    }

    /// The token is refused: the next one is asked for anew, with the secret as it then is.
    void refused() {
        token = "";
        secret.refused();
    }

    /// RFC 6750 section 2.1: what may stand behind `Bearer`.
    private static boolean isToken(String given) {
        return given.matches("[A-Za-z0-9._~+/-]+=*");
    }
}
