package io.countersign.sinks.siem.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.KeyEntry;
import io.countersign.schemas.TimestampEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One sample for each way that an entry or alert can be mapped, by the words of the mapping table.
public final class OcsfSamples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OcsfSamples() {}

    public static Map<String, Decoded> byCase() {
        Map<String, Decoded> samples = new LinkedHashMap<>();
        put(samples, "`EVENT`: VIOLATION", Samples.violation());
        put(samples, "`EVENT`: REVIEW", Samples.review());
        put(
                samples,
                "`EVENT`: PERMITTED with findings (covered)",
                Samples.everyField()
                        .setCoverage(Samples.permittedHttp().getCoverage())
                        .setDisposition(Samples.permittedHttp().getDisposition())
                        .setSeverity(Samples.permittedHttp().getSeverity())
                        .build());
        put(
                samples,
                "`EVENT`: PERMITTED, method or status known, no model or tokens",
                Samples.permittedHttp());
        put(samples, "`EVENT`: PERMITTED, model or tokens known", Samples.permittedApi());
        put(samples, "`EVENT`: PERMITTED, neither", Samples.bare());
        samples.put("alert with PHI", Samples.decoded(Samples.alert(Samples.violation())));
        samples.put("alert without PHI", Samples.decoded(Samples.alert(Samples.review())));
        for (AuditEntry entry : Samples.ofEachKind()) {
            if (entry.getEvent().isEmpty()) {
                samples.put("`" + entry.getKind() + "`", Samples.decoded(entry));
            }
        }
        samples.put(
                "`AMENDMENT` that leaves no finding",
                Samples.decoded(
                        Samples.entry(29, EntryKind.AMENDMENT)
                                .setAmendment(Samples.amendment(Samples.permittedHttp()))
                                .build()));
        samples.put("`KEY`: ADDED", Samples.decoded(key("ADDED")));
        samples.put("`KEY`: RETIRED", Samples.decoded(key("RETIRED")));
        samples.put(
                "`TIMESTAMP` that could not be had",
                Samples.decoded(
                        Samples.entry(30, EntryKind.TIMESTAMP)
                                .setTimestamp(
                                        new TimestampEntry(
                                                12L, Samples.hash(8), null, null, Samples.TIME))
                                .build()));
        put(
                samples,
                "`HOLD`: RELEASED",
                EntryKind.HOLD,
                hold -> hold.setHold(Samples.hold("RELEASED")));
        put(samples, "`KEK`: OPENED", EntryKind.KEK, kek -> kek.setKek(Samples.kek("OPENED")));
        put(
                samples,
                "`KEK`: FAILED or MISSING",
                EntryKind.KEK,
                kek -> kek.setKek(Samples.kek("FAILED")));
        put(
                samples,
                "`RECONCILE` that found losses",
                EntryKind.RECONCILE,
                one -> one.setReconcile(Samples.reconcile(0, 1)));
        put(
                samples,
                "`DECISION`: OPENED",
                EntryKind.DECISION,
                step -> step.setDecision(Samples.step("OPENED", null)));
        put(
                samples,
                "`DECISION`: DELAY",
                EntryKind.DECISION,
                step -> step.setDecision(Samples.step("DELAY", null)));
        put(
                samples,
                "`DECISION`: CLOSED",
                EntryKind.DECISION,
                step -> step.setDecision(Samples.step("CLOSED", null)));
        put(
                samples,
                "`ACCESS` by a question to the archive",
                EntryKind.ACCESS,
                access ->
                        access.setAccess(
                                new AccessEntry(
                                        "access-2",
                                        "p.officer",
                                        "QUERY",
                                        "INVESTIGATION",
                                        null,
                                        12L,
                                        null,
                                        "SELECT count(*) FROM entries WHERE product = <VARCHAR>",
                                        null)));
        return samples;
    }

    private static void put(
            Map<String, Decoded> samples,
            String name,
            EntryKind kind,
            UnaryOperator<AuditEntry.Builder> part) {
        samples.put(name, Samples.decoded(part.apply(Samples.entry(38, kind)).build()));
    }

    private static AuditEntry key(String change) {
        return Samples.entry(31, EntryKind.KEY)
                .setKey(new KeyEntry("log.example.org+0+A", change, List.of(), null))
                .build();
    }

    static JsonNode json(Decoded decoded, OcsfOptions options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OcsfEncoder encoder = new OcsfEncoder(options);
        switch (decoded) {
            case Decoded.Entry entry -> encoder.encode(entry, out);
            case Decoded.Raised raised -> encoder.encode(raised, out);
            case Decoded.Undecodable undecodable ->
                    throw new IllegalArgumentException(undecodable.code());
        }
        try {
            return JSON.readTree(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(Decoded decoded) {
        return json(decoded, new OcsfOptions("test", false));
    }

    static OcsfClass type(JsonNode event) {
        for (OcsfClass type : OcsfClass.values()) {
            if (type.uid() == event.get("class_uid").asInt(-1)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such class");
    }

    static Set<String> profiles(JsonNode event) {
        List<String> profiles = new java.util.ArrayList<>();
        event.at("/metadata/profiles").forEach(profile -> profiles.add(profile.asText()));
        return Set.copyOf(profiles);
    }

    private static void put(Map<String, Decoded> samples, String name, EventEntry event) {
        samples.put(name, Samples.decoded(Samples.event(10, event)));
    }
}
