package io.countersign.schemas.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// What a registry is shown with each request.
public sealed interface Credentials {
    record None() implements Credentials {}

    /// RFC 7617, in UTF-8.
    record Basic(String user, Secret password) implements Credentials {
        public Basic {
            if (user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("a user name with a colon");
            }
        }
    }

    /// RFC 6750.
    record Bearer(Secret token) implements Credentials {
        public Bearer {
            if (!token.reveal().matches("[A-Za-z0-9._~+/-]+=*")) {
                throw new IllegalArgumentException(
                        "bearer.auth.token: letters, digits and -._~+/, with = at its end");
            }
        }
    }

    /// The value of the Authorization header.
    default Optional<Secret> authorization() {
        return switch (this) {
            case None none -> Optional.empty();
            case Basic(String user, Secret password) -> {
                byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
                yield Optional.of(new Secret("Basic " + Base64.getEncoder().encodeToString(pair)));
            }
            case Bearer(Secret token) -> Optional.of(new Secret("Bearer " + token.reveal()));
        };
    }
}
