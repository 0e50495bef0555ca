package io.countersign.app.cli;

import io.countersign.app.role.AccessLog;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.ReasonText;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
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
    /// time, or the reason cannot be kept.
    static EntryRef first(
            Deployment deployment, AccessEntry access, ReasonText reason, Instant now) {
        try {
            return AccessLog.chain(deployment, access, reason, now)
                    .orElseThrow(() ->
                            new CommandFailure(
                                    ExitCode.FAILED,
                                    "Refused: the log did not take the access entry in time, and without one nothing is shown"));
        } catch (IOException noKey) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Refused: the reason cannot be sealed, and without it nothing is shown: "
                            + TerminalText.line(String.valueOf(noKey.getMessage()))
                            + ". Ask on a host that has the evidence keys (keys.evidence)");
        }
    }
}
