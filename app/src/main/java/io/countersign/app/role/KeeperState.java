package io.countersign.app.role;

import io.countersign.app.health.Measure;
import io.countersign.app.health.Readiness;
import io.countersign.ledger.locked.KeepReport;
import io.countersign.ledger.locked.LogToKeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a keeper stands. While passes fail, what waits is counted by how far the logs have grown
/// since the last one that came to its end: the store that cannot be reached need not be asked.
///
/// @param last the last pass that came to its end
/// @param ended when it did; the start of the role before the first one
/// @param then the logs as that pass found them
/// @param seen the logs as the last pass found them, which may have failed
/// @param failure what ended the passes since; empty where none failed
/// @param needsPerson nothing but a person ends that failure
/// @param objects that were stored since the start
/// @param evidenceMissing records whose evidence was not to be had since the start
/// @param failures since the start
record KeeperState(
        Optional<KeepReport> last,
        Instant ended,
        Sealed then,
        Sealed seen,
        String failure,
        boolean needsPerson,
        long objects,
        long evidenceMissing,
        long failures) {
    /// Passes that fail for so long are not ready, whatever else is.
    private static final Duration FAILING = Duration.ofMinutes(30);

    /// How large the logs are.
    ///
    /// @param leaves of all logs
    /// @param lockable of them, those in bundles that are full or final
    record Sealed(long leaves, long lockable) {
        static final Sealed NONE = new Sealed(0, 0);

        static Sealed of(List<LogToKeep> logs) {
            return new Sealed(
                    logs.stream().mapToLong(log -> log.verified().size().value()).sum(),
                    logs.stream().mapToLong(LogToKeep::lockable).sum());
        }

        private long open() {
            return leaves - lockable;
        }
    }

    static KeeperState started(Instant now) {
        return new KeeperState(Optional.empty(), now, Sealed.NONE, Sealed.NONE, "", false, 0, 0, 0);
    }

    /// A pass has found the logs, and has yet to lock something.
    KeeperState found(Sealed logs) {
        return new KeeperState(
                last, ended, then, logs, failure, needsPerson, objects, evidenceMissing, failures);
    }

    KeeperState kept(KeepReport report, Instant now) {
        return new KeeperState(
                Optional.of(report),
                now,
                seen,
                seen,
                "",
                false,
                objects + report.objects(),
                evidenceMissing + report.evidenceMissing(),
                failures);
    }

    KeeperState failed(String why, boolean person) {
        return new KeeperState(
                last, ended, then, seen, why, person, objects, evidenceMissing, failures + 1);
    }

    private long locked() {
        return last.map(KeepReport::leaves).orElse(0L);
    }

    /// Leaves that could be locked and are not, as far as is known.
    long waiting() {
        return Math.max(
                0, last.map(KeepReport::waiting).orElse(0L) + seen.lockable() - then.lockable());
    }

    /// Leaves whose bundle is not full.
    long open() {
        return Math.max(0, last.map(KeepReport::open).orElse(0L) + seen.open() - then.open());
    }

    /// Not ready where passes fail for half an hour, and at once where the log is not what was
    /// locked of it or the store does not lock: somebody has to look.
    Readiness readiness(Instant now) {
        if (!failure.isEmpty()) {
            Duration since = Duration.between(ended, now);
            return new Readiness(
                    !needsPerson && since.compareTo(FAILING) < 0,
                    "nothing was locked for "
                            + since.toSeconds()
                            + " s, and "
                            + waiting()
                            + " leaves wait: "
                            + failure);
        }
        return new Readiness(
                true,
                last.isEmpty()
                        ? "the first pass is under way"
                        : locked()
                                + " leaves are locked, "
                                + (waiting() + open())
                                + " lie in the log alone");
    }

    List<Measure> measures(Instant now) {
        return List.of(
                measure("countersign_locked_leaves", locked()),
                measure("countersign_lock_waiting_leaves", waiting()),
                measure("countersign_lock_open_leaves", open()),
                measure(
                        "countersign_lock_evidence_waiting_leaves",
                        last.map(KeepReport::evidenceWaiting).orElse(0L)),
                measure("countersign_lock_evidence_missing_total", evidenceMissing),
                measure("countersign_locked_objects_total", objects),
                measure("countersign_lock_failures_total", failures),
                measure(
                        "countersign_lock_pass_age_seconds",
                        Math.max(0, Duration.between(ended, now).toSeconds())));
    }

    private static Measure measure(String name, long value) {
        return Measure.of(name, KeeperRole.NAME, value);
    }
}
