package io.countersign.intake.listen;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Who a connection or a request was found to come from.
///
/// @param source as which it may send
/// @param proof still true while the token or certificate counts; empty where none was asked for
public record Principal(Source source, Optional<BooleanSupplier> proof) {
    /// Whether a token or a certificate proved the source.
    public boolean authenticated() {
        return proof.isPresent();
    }

    /// Whether it may still send.
    public boolean counts() {
        return proof.isEmpty() || proof.get().getAsBoolean();
    }
}
