package io.countersign.detectors.destination;

import java.util.List;
import java.util.Objects;

/// An application that is no AI service. A download from it becomes an entry, without any verdict
/// about AI, so that an upload that follows can be set beside it.
///
/// @param vendor the vendor's name
/// @param product the product's name
/// @param kind what it holds
/// @param applications the names that sources give it, in any case; not empty
public record WatchedApp(String vendor, String product, Kind kind, List<String> applications) {
    /// The service id of every watched application begins so.
    static final String SERVICE_ID = "watched.";

    /// What a watched application holds.
    public enum Kind {
        /// A file storage.
        DRIVE,
        /// A record system.
        EHR
    }

    public WatchedApp {
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(product, "product");
        Objects.requireNonNull(kind, "kind");
        applications = List.copyOf(applications);
        if (applications.isEmpty()) {
            throw new IllegalArgumentException(
                    "watched application " + product + " needs a name that sources give it");
        }
    }

    Reason reason() {
        return switch (kind) {
            case DRIVE -> Reason.WATCHED_DRIVE;
            case EHR -> Reason.WATCHED_EHR;
        };
    }
}
