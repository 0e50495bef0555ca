package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.siem.LogPosition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The attestation of OCSF's profile `record_integrity` (in the schema from 1.9.0 on, so until then
/// under `unmapped`): which chain the event belongs to, what comes before it, and the SHA-256 of
/// the whole event in the form of RFC 8785 with everything but the fingerprint itself.
///
/// It tells whether the *event* was changed in the SIEM. The entry that it stands for is proved by
/// the leaf hash beside it, which the log's checkpoints sign; `prev_event` carries the leaf hash of
/// the entry before, since the event before may have been left out by configuration.
final class Attestation {
    private static final HexFormat HEX = HexFormat.of();

    /// 3 is SHA-256.
    private static final String MEMBER_START =
            ",\"fingerprint\":{\"algorithm_id\":3,\"algorithm\":\"SHA-256\",\"value\":\"";

    private static final String MEMBER_END = "\"}";

    private Attestation() {}

    /// All but the fingerprint.
    ///
    /// @return where in the event the fingerprint belongs
    static int write(EventJson json, AuditEntry entry, LogPosition position) {
        int[] at = new int[1];
        json.objects(
                "attestation_list",
                List.of(entry),
                attested -> {
                    json.text("uid", position.eventId());
                    json.text("authority_uid", "countersign");
                    json.text("chain_uid", position.chain());
                    if (position.seq() > 0) {
                        json.object(
                                "prev_event",
                                () -> {
                                    json.text("uid", position.chain() + "#" + (position.seq() - 1));
                                    json.hex("leaf_hash", attested.getPrev().bytes());
                                });
                    }
                    at[0] = json.size();
                });
        return at[0];
    }

    /// The member that makes the attestation whole, to be set in where [#write] said.
    ///
    /// @param digest SHA-256, which is used and reset
    static byte[] fingerprint(EventJson event, MessageDigest digest) {
        event.canonical((bytes, length) -> digest.update(bytes, 0, length));
        String member = MEMBER_START + HEX.formatHex(digest.digest()) + MEMBER_END;
        return member.getBytes(StandardCharsets.US_ASCII);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
