package io.countersign.forensics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.EntryGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// One thing that a person did in a case, as it was written. Its text may hold PHI, so that it lies
/// sealed in the case's folder; the log has an entry that says who did what, and binds these bytes.
///
/// @param number dense in the case, from 0
/// @param act a word of [CaseGrammar]: what the step does
/// @param person who did it
/// @param at when, by the clock of the command
/// @param text free, for people; may be empty
/// @param entries that the step adds to the case
/// @param moment of a discovery, of the end of a delay, or of a notice's sending
/// @param outcome of a proposal and a decision
/// @param details what the act needs beside, by key, such as `factor.1`, `exception` or `recipient`
public record CaseStep(
        long number,
        String act,
        String person,
        Instant at,
        String text,
        List<Place> entries,
        Optional<Instant> moment,
        Optional<Outcome> outcome,
        Map<String, String> details) {
    /// Longer texts belong into documents of their own.
    public static final int MAX_TEXT_CHARS = 64 * 1024;

    /// Entries of one step; more come in another.
    public static final int MAX_ENTRIES = 50_000;

    private static final int MAX_DETAILS = 32;

    private static final ObjectMapper JSON = new ObjectMapper();

    public CaseStep {
        Objects.requireNonNull(at, "at");
        entries = List.copyOf(entries);
        details = Map.copyOf(details);
        if (number < 0
                || !EntryGrammar.user(person)
                || text.length() > MAX_TEXT_CHARS
                || entries.size() > MAX_ENTRIES
                || details.size() > MAX_DETAILS
                || details.values().stream().anyMatch(value -> value.length() > MAX_TEXT_CHARS)) {
            throw new IllegalArgumentException("step " + number + " of a case is out of bounds");
        }
        if ((number == 0) != act.equals(CaseGrammar.OPENED)) {
            throw new IllegalArgumentException("a case begins with " + CaseGrammar.OPENED);
        }
    }

    /// A step with a text alone.
    public static CaseStep of(long number, String act, String person, Instant at, String text) {
        return new CaseStep(
                number,
                act,
                person,
                at,
                text,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /// A proposal that two persons signed, as the step that decides.
    CaseStep decidedAs(long decision, String signer, Instant signed) {
        return new CaseStep(
                decision,
                CaseGrammar.DECISION,
                signer,
                signed,
                text,
                List.of(),
                Optional.empty(),
                outcome,
                details);
    }

    /// The bytes that are sealed: UTF-8 JSON, keys in the order of the record.
    byte[] encode() {
        ObjectNode node = JSON.createObjectNode();
        node.put("number", number);
        node.put("act", act);
        node.put("person", person);
        node.put("at", at.toString());
        node.put("text", text);
        ArrayNode places = node.putArray("entries");
        entries.forEach(place ->
                places.addObject()
                        .put("chain", place.chain())
                        .put("seq", place.seq())
                        .put("leaf_hash", place.leafHash()));
        moment.ifPresent(time -> node.put("moment", time.toString()));
        outcome.ifPresent(word -> node.put("outcome", word.name()));
        ObjectNode beside = node.putObject("details");
        new TreeMap<>(details).forEach(beside::put);
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IOException where the bytes are no step
    static CaseStep decode(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        try {
            List<Place> places = new ArrayList<>();
            node.path("entries")
                    .forEach(place ->
                            places.add(
                                    new Place(
                                            place.path("chain").asText(),
                                            place.path("seq").asLong(-1),
                                            place.path("leaf_hash").asText())));
            Map<String, String> details = new TreeMap<>();
            node.path("details")
                    .properties()
                    .forEach(detail -> details.put(detail.getKey(), detail.getValue().asText()));
            return new CaseStep(
                    node.path("number").asLong(-1),
                    node.path("act").asText(),
                    node.path("person").asText(),
                    Instant.parse(node.path("at").asText()),
                    node.path("text").asText(),
                    places,
                    node.has("moment")
                            ? Optional.of(Instant.parse(node.get("moment").asText()))
                            : Optional.empty(),
                    node.has("outcome")
                            ? Optional.of(Outcome.valueOf(node.get("outcome").asText()))
                            : Optional.empty(),
                    details);
        } catch (IllegalArgumentException | DateTimeException _unfit) {
            throw new IOException("not a step of a case");
        }
    }

    /// What it is, without what was written.
    @Override
    public String toString() {
        return "CaseStep[" + number + ", " + act + ", " + entries.size() + " entries]";
    }
}
