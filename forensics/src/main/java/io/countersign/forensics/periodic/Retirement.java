package io.countersign.forensics.periodic;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;

/// The end of a model, as the catalogue knows it.
///
/// @param service id of the catalogue
/// @param model as its vendor writes it
/// @param on the day, as the vendor counts days
/// @param source who says so
/// @param isVendors false: somebody other than the vendor does, and the day is to be checked
public record Retirement(
        String service, String model, LocalDate on, String source, boolean isVendors) {
    static final Duration SOON = Duration.ofDays(90);

    public Retirement {
        Objects.requireNonNull(on, "on");
    }

    /// Whether it has not come yet, and does within [#SOON].
    boolean isSoon(LocalDate today) {
        return on.isAfter(today) && !on.isAfter(today.plusDays(SOON.toDays()));
    }

    String saidBy() {
        return source + (isVendors ? "" : " (not the vendor's own word: check it)");
    }
}
