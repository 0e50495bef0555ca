package io.countersign.app.keys;

import io.countersign.audit.note.NoteSigner;
import io.countersign.ledger.Revocation;
import java.util.List;

/// Who signs a log.
///
/// @param each sign each checkpoint, with Ed25519
/// @param hourly sign the first of each hour, with ML-DSA-44
/// @param revoked signed it once and never may again
public record LedgerSigners(
        List<NoteSigner> each, List<NoteSigner> hourly, List<Revocation> revoked) {
    public LedgerSigners {
        each = List.copyOf(each);
        hourly = List.copyOf(hourly);
        revoked = List.copyOf(revoked);
    }
}
