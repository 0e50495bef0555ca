package io.countersign.app.reevaluation;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Action;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Visibility;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Invented events, as some policy judged them.
public final class JudgedEvents {
    public static final String CHAIN = "audit.entry.v1/0@1";
    static final String OURS = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";
    static final String CLAUDE = "anthropic.claude";
    public static final Instant SENT = Instant.parse("2026-11-20T09:00:00Z");
    public static final Hash EARLIER = hash(1);

    private JudgedEvents() {}

    static EntryRef reference(long seq) {
        return new EntryRef(CHAIN, seq, hash((int) seq));
    }

    static Hash hash(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new Hash(bytes);
    }

    /// PHI to the hospital's own organisation, by a policy that had no row for it.
    static EventEntry violation(Instant at, Hash policy) {
        return event(at, policy, CLAUDE, Coverage.NOT_COVERED, Disposition.VIOLATION);
    }

    public static EventEntry permitted(Hash policy) {
        return event(SENT, policy, CLAUDE, Coverage.COVERED, Disposition.PERMITTED);
    }

    static EventEntry event(
            Instant at, Hash policy, String service, Coverage coverage, Disposition disposition) {
        return EventEntry.newBuilder()
                .setInput(new Coordinates("prompt.raw", 0, 0L))
                .setSource(new SourceRef("source-1", 0L, "plain-json", false))
                .setTimeMillis(at.toEpochMilli())
                .setTimeBasis(TimeBasis.START)
                .setIdentityBasis(IdentityBasis.APP_ASSERTED)
                .setHost("claude.ai")
                .setAction(Action.ALLOWED)
                .setDestination(
                        DestinationPart.newBuilder()
                                .setVendor("Anthropic")
                                .setProduct("Claude")
                                .setHostRole(HostRole.CHAT)
                                .setActivity("SEND")
                                .setAccount(Account.CORPORATE)
                                .setOrg(OURS)
                                .setEvidence(
                                        List.of(
                                                new AccountEvidence(
                                                        "ORG_IN_PATH",
                                                        OURS,
                                                        Likelihood.VERY_LIKELY,
                                                        false)))
                                .setVisibility(Visibility.BODY)
                                .setService(service)
                                .build())
                .setContent(
                        new ContentPart(
                                Inspected.FULL, "", 100L, true, "", List.of(), List.of(), null))
                .setCoverage(new CoveragePart(coverage, null, List.of(), List.of()))
                .setDisposition(disposition)
                .setSeverity(Severity.HIGH)
                .setReasons(List.of())
                .setPolicy(policy)
                .setSubjects(List.of())
                .build();
    }

    /// Changes a field of a record that the test has just made; entries have no setters.
    static <T extends SpecificRecord> T set(T record, String field, @Nullable Object value) {
        record.put(record.getSchema().getField(field).pos(), value);
        return record;
    }
}
