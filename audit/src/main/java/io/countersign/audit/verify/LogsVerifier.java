package io.countersign.audit.verify;

import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.NextLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// Verifies an installation's logs one after the other, as [LogVerifier] does each: the chains, the
/// seals and the accounts of each go on where the one before ended. One thread uses it.
public final class LogsVerifier {
    private final Progress progress;
    private final ExecutorService workers;
    private final Optional<LogTrust> trust;
    private Optional<LogEnd> end = Optional.empty();

    /// @param trust of the caller's keys in the logs; empty where they have none
    /// @param workers stays the caller's to shut down
    public LogsVerifier(Optional<LogTrust> trust, Progress progress, ExecutorService workers) {
        this.trust = trust;
        this.progress = progress;
        this.workers = workers;
    }

    /// Verifies the next log.
    ///
    /// @param origin that the log claims; what vouches for it is looked up by it
    /// @param request with the keys of the [LogTrust]
    public Report next(TileSource source, String origin, Request request) throws IOException {
        LogVerifier verifier =
                new LogVerifier(
                        source,
                        request,
                        progress,
                        Optional.of(workers),
                        end,
                        trust.flatMap(of -> of.endOf(origin)));
        Report report = verifier.run();
        end = verifier.end();
        return report;
    }

    /// The log that the last one says goes on from it.
    public Optional<NextLog> awaited() {
        return end.flatMap(LogEnd::next);
    }

    /// What the verifications say together.
    public static Conclusion together(List<Report> reports) {
        Conclusion worst = Conclusion.AUTHENTIC;
        for (Report report : reports) {
            // In their order they get worse.
            if (report.conclusion().compareTo(worst) > 0) {
                worst = report.conclusion();
            }
        }
        return worst;
    }
}
