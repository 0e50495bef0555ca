package io.countersign.app.config;

import io.countersign.app.config.Configuration.Lock;
import io.countersign.ledger.locked.LockMode;
import io.countersign.ledger.storage.s3.S3Place;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Reads `archive.lock`.
final class LockSection {
    private static final Duration MIN_EVERY = Duration.ofSeconds(1);
    private static final Duration MAX_EVERY = Duration.ofDays(1);

    /// Nobody can take a lock back.
    private static final int MAX_YEARS = 30;

    private static final int MAX_SLACK_DAYS = 3_650;

    private LockSection() {}

    static Optional<Lock> read(Section section) {
        boolean stated = section.states("storage");
        String storage = section.text("storage", "(none)");
        String mode = section.text("mode", "compliance");
        int years =
                section.number("retain-years", Lock.STANDARD_YEARS, Lock.STANDARD_YEARS, MAX_YEARS);
        int slack = section.number("slack-days", Lock.STANDARD_SLACK_DAYS, 0, MAX_SLACK_DAYS);
        Duration every = section.duration("every", Lock.STANDARD_EVERY, MIN_EVERY, MAX_EVERY);
        section.close();
        Optional<LockMode> known = mode(mode);
        if (known.isEmpty()) {
            section.problem("mode", "is compliance, or governance for a trial");
        }
        if (!stated) {
            if (section.names().stream().anyMatch(name -> !name.equals("storage"))) {
                section.problem("storage", "must be stated where other settings are");
            }
            return Optional.empty();
        }
        Optional<LockPlace> place = place(section, storage);
        return place.isEmpty() || known.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lock(place.get(), known.get(), years, slack, every));
    }

    private static Optional<LockMode> mode(String text) {
        for (LockMode mode : LockMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    private static Optional<LockPlace> place(Section section, String storage) {
        if (!storage.startsWith(S3Place.SCHEME)) {
            return Optional.of(new LockPlace.Directory(Path.of(storage)));
        }
        Optional<LockPlace> bucket = S3Place.parse(storage).map(LockPlace.Bucket::new);
        if (bucket.isEmpty()) {
            section.problem(
                    "storage",
                    "is a bucket with Object Lock and a prefix, such as s3://audit-record/hospital, or a directory");
        }
        return bucket;
    }
}
