package io.countersign.app.access;

import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.role.Deployment;
import io.countersign.app.role.TopicsToTheEnd;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.evidence.EvidenceOpener;
import io.countersign.audit.evidence.HeldKey;
import io.countersign.audit.evidence.HoldFiles;
import io.countersign.audit.evidence.HoldSealer;
import io.countersign.audit.evidence.Opening;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.UndecodableRecordException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds an entry's envelope in the evidence store and opens it, with the key of its quarter or
/// with that of a hold. The caller has had it chained that somebody reads.
public final class ReasonReader {
    /// An envelope comes in the transaction of its entry, whose time is that of the request.
    private static final Duration BEFORE_ITS_ENTRY = Duration.ofHours(1);

    private final Deployment deployment;

    public ReasonReader(Deployment deployment) {
        this.deployment = deployment;
    }

    /// @param entry proven by the sealed log
    /// @param ref of that entry
    /// @return `WRONG_PLACE` where the store has nothing in the entry's place
    public Opening read(AuditEntry entry, EvidenceRef ref) throws IOException {
        Opening latest = new Opening.Refused(Opening.Reason.WRONG_PLACE);
        for (EvidenceEnvelope envelope : envelopes(entry)) {
            // A forged one may lie in the same place: it opens nothing and is passed over.
            latest = opened(entry, ref, envelope);
            if (latest instanceof Opening.Opened) {
                return latest;
            }
        }
        return latest;
    }

    private List<EvidenceEnvelope> envelopes(AuditEntry entry) {
        AvroDecoder<EvidenceEnvelope> decoder =
                new AvroDecoder<>(EvidenceEnvelope.class, deployment.schemas());
        List<EvidenceEnvelope> found = new ArrayList<>();
        try (TopicsToTheEnd topics = new TopicsToTheEnd(deployment)) {
            topics.readSince(
                    Topics.EVIDENCE,
                    entry.getTimeMillis() - BEFORE_ITS_ENTRY.toMillis(),
                    Long.MAX_VALUE,
                    record -> {
                        try {
                            EvidenceEnvelope envelope = decoder.framed(record.value());
                            if (envelope.getChain().equals(entry.getChain())
                                    && envelope.getSeq() == entry.getSeq()) {
                                found.add(envelope);
                            }
                        } catch (UndecodableRecordException _noEnvelope) {
                            // Not the one that is looked for.
                        }
                    },
                    _count -> {});
        }
        return found;
    }

    private Opening opened(AuditEntry entry, EvidenceRef ref, EvidenceEnvelope envelope)
            throws IOException {
        Configuration configuration = deployment.configuration();
        KeyRing keys = KeyRing.of(configuration);
        EvidenceKeys evidence =
                EvidenceKeys.open(keys.evidence(), EvidenceKeys.Missing.REFUSE, new SecureRandom());
        Opening opening =
                new EvidenceOpener(evidence).open(entry.getChain(), entry.getSeq(), ref, envelope);
        return opening instanceof Opening.Refused(Opening.Reason reason)
                        && reason == Opening.Reason.NO_KEY
                ? held(keys.holds(), entry, ref, envelope).orElse(opening)
                : opening;
    }

    /// By a hold that keeps this record.
    private static Optional<Opening> held(
            HoldFiles holds, AuditEntry entry, EvidenceRef ref, EvidenceEnvelope envelope)
            throws IOException {
        for (String id : holds.ids()) {
            List<HeldKey> keys = holds.read(id).map(hold -> hold.keys()).orElse(List.of());
            for (HeldKey held : keys) {
                if (held.chain().equals(entry.getChain()) && held.seq() == entry.getSeq()) {
                    byte[] key = holds.existingKey(id);
                    try {
                        return Optional.of(
                                new HoldSealer(id, key, new SecureRandom())
                                        .open(
                                                entry.getChain(),
                                                entry.getSeq(),
                                                ref,
                                                envelope,
                                                held));
                    } finally {
                        Arrays.fill(key, (byte) 0);
                    }
                }
            }
        }
        return Optional.empty();
    }
}
