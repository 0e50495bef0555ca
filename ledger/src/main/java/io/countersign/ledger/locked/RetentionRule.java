package io.countersign.ledger.locked;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// How long objects are locked: years after the latest entry in them, and some days more.
///
/// @param years six by 45 CFR 164.316(b)(2)(i)
/// @param slack after these years, so that nobody who is a day late finds nothing
public record RetentionRule(LockMode mode, int years, Duration slack) {
    /// Of a time that lies further ahead nobody knows: it counts as now.
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /// No lock is for less.
    private static final Duration LEAST = Duration.ofDays(1);

    public RetentionRule {
        if (years < 0 || slack.isNegative()) {
            throw new IllegalArgumentException("years and slack are not negative");
        }
    }

    /// For what says nothing later than `latest`.
    ///
    /// @param now what claims to be of a later time counts as of now: a lock cannot be taken back
    public Lock of(Instant latest, Instant now) {
        return lock(bounded(latest, now).atOffset(ZoneOffset.UTC));
    }

    /// For hashes: the proofs of all later entries of the log take them, and a log lasts until the
    /// end of its year.
    public Lock ofHashes(Instant latest, Instant now) {
        return lock(
                bounded(latest, now)
                        .atOffset(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfYear(1)
                        .plusYears(1));
    }

    /// For the evidence of a quarter: until its key may be shredded. What comes later than that is
    /// locked for a while all the same.
    ///
    /// @param due the first moment at which the key may be
    public Lock ofEvidence(Instant due, Instant now) {
        Duration more = slack.isZero() ? LEAST : slack;
        return new Lock(mode, (due.isAfter(now) ? due : now).plus(more).plusMillis(999), false);
    }

    private static Instant bounded(Instant latest, Instant now) {
        return latest.isAfter(now.plus(CLOCKS_DIFFER)) ? now : latest;
    }

    private Lock lock(OffsetDateTime from) {
        OffsetDateTime until = from.plusYears(years).plus(slack);
        // To the next whole second: never shorter.
        return new Lock(mode, until.toInstant().plusMillis(999), false);
    }
}
