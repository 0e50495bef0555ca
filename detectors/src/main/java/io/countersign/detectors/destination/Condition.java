package io.countersign.detectors.destination;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;

/// Something that a vendor's BAA demands of a register row before it reaches a plan or a feature.
public sealed interface Condition {
    /// The condition for a person.
    String words();

    /// The row lists this setting as switched on.
    record Setting(String name) implements Condition {
        public Setting {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String words() {
            return "setting " + name;
        }
    }

    /// The row's retention mode is this one.
    record Retention(String mode) implements Condition {
        public Retention {
            Objects.requireNonNull(mode, "mode");
        }

        @Override
        public String words() {
            return "retention " + mode;
        }
    }

    /// The BAA was signed at this time or later.
    record SignedFrom(Instant time) implements Condition {
        public SignedFrom {
            Objects.requireNonNull(time, "time");
        }

        @Override
        public String words() {
            return "a BAA signed on " + time.atOffset(ZoneOffset.UTC).toLocalDate() + " or later";
        }
    }
}
