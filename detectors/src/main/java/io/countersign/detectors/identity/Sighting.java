package io.countersign.detectors.identity;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// What an event says about who it was.
///
/// @param user as the source spells it
/// @param device name of the device
/// @param address of the client
/// @param time event time
public record Sighting(
        Optional<String> user, Optional<String> device, Optional<String> address, Instant time) {
    public Sighting {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(time, "time");
    }
}
