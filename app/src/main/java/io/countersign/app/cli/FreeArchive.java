package io.countersign.app.cli;

import io.countersign.sinks.archive.ArchiveInUseException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits for an archive that somebody else writes to: a live one is free most of the time.
final class FreeArchive {
    private static final int TRIES = 25;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private FreeArchive() {}

    /// What needs the archive.
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /// @throws ArchiveInUseException where it was not free for five seconds
    static <T> T await(Terminal terminal, Work<T> work) throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return work.run();
            } catch (ArchiveInUseException held) {
                if (tries == TRIES) {
                    throw held;
                }
                terminal.progress("the archive is being written to: waiting");
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }
}
