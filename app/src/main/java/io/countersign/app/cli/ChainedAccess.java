package io.countersign.app.cli;

import io.countersign.app.role.AccessLog;
import io.countersign.app.role.Deployment;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EntryRef;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/// What a command does before it shows something: the log has an entry of it, or nothing is shown.
final class ChainedAccess {
    private static final int ID_BYTES = 16;

    private ChainedAccess() {}

    /// An id for an access, drawn at random.
    static String drawId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /// Has it chained, and gives its place; a [CommandFailure] where the log does not take it in
    /// time.
    static EntryRef first(Deployment deployment, AccessEntry access, Instant now) {
        return AccessLog.chain(deployment, access, now)
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.FAILED,
                                "Refused: the log did not take the access entry in time, and without one nothing is shown"));
    }
}
