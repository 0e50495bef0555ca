package io.countersign.audit.locked;

import io.countersign.audit.merkle.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A line of a page: about one object, or about all objects of a part of the record that are gone.
public sealed interface ManifestLine {
    /// The version of an object in a place that keeps none.
    String NO_VERSION = "-";

    /// What a page says about one object, which is named by its path and, in a store that keeps
    /// versions, by the version that is meant: what is put over it later is another.
    sealed interface OfObject extends ManifestLine {
        String path();

        String version();
    }

    /// It was stored, and read back, with its bytes and lock as they are here.
    ///
    /// @param bytes its length
    /// @param until nobody may delete it before
    record Stored(String path, String version, Sha256 sha256, long bytes, Instant until)
            implements OfObject {
        public Stored {
            requireObject(path, version);
            requireSecond(until);
            if (bytes < 0) {
                throw new IllegalArgumentException("an object has no negative length");
            }
        }
    }

    /// Its lock was made longer.
    record Longer(String path, String version, Instant until) implements OfObject {
        public Longer {
            requireObject(path, version);
            requireSecond(until);
        }
    }

    /// A legal hold keeps it, whatever its date.
    ///
    /// @param hold `hold:ID`, `case:ID` or `policy:SHA-256`
    record Held(String path, String version, String hold) implements OfObject {
        public Held {
            requireObject(path, version);
            requireHold(hold);
        }
    }

    /// That hold keeps it no longer.
    record Freed(String path, String version, String hold) implements OfObject {
        public Freed {
            requireObject(path, version);
            requireHold(hold);
        }
    }

    /// All objects of a part of the record that pages named before, and no disposal: they have had
    /// their time, the log says that two persons let them go, and whoever reads this may delete
    /// them.
    ///
    /// @param part as [RecordPart] names it
    /// @param objects how many
    /// @param list SHA-256 of [RecordPart#list]
    record Disposed(String part, long objects, Sha256 list) implements ManifestLine {
        public Disposed {
            if (!RecordPart.isName(part) || objects < 1) {
                throw new IllegalArgumentException("not a part of a record");
            }
        }
    }

    private static void requireObject(String path, String version) {
        if (!Form.isPath(path) || !Form.VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("not a path and a version of a locked object");
        }
    }

    private static void requireHold(String hold) {
        if (!Form.HOLD.matcher(hold).matches()) {
            throw new IllegalArgumentException("a hold is hold:ID, case:ID or policy:SHA-256");
        }
    }

    private static void requireSecond(Instant until) {
        if (!until.equals(until.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("locks end with a whole second");
        }
    }
}
