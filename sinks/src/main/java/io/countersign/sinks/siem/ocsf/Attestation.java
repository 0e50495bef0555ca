package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.siem.LogPosition;
import java.io.ByteArrayOutputStream;
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
    private static final int SHA_256 = 3;

    private Attestation() {}

    /// All but the fingerprint.
    ///
    /// @return where in the target the fingerprint belongs
    static int write(
            EventJson json, AuditEntry entry, LogPosition position, ByteArrayOutputStream target) {
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
                                    json.text(
                                            "leaf_hash", HEX.formatHex(attested.getPrev().bytes()));
                                });
                    }
                    json.flush();
                    at[0] = target.size();
                });
        return at[0];
    }

    /// The member that makes the attestation whole, to be set in where [#write] said.
    static byte[] fingerprint(byte[] event) {
        String member =
                ",\"fingerprint\":{\"algorithm_id\":%d,\"algorithm\":\"SHA-256\",\"value\":\"%s\"}"
                        .formatted(SHA_256, sha256(CanonicalJson.of(event)));
        return member.getBytes(StandardCharsets.US_ASCII);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
