package io.countersign.forensics.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import io.countersign.schemas.NoticeEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;

/// A sealed step as a JSON file: what the log is asked to take, and the envelope of the text.
/// Nothing in it is readable PHI.
final class StepJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private StepJson() {}

    static byte[] encode(SealedStep step) {
        ObjectNode node = JSON.createObjectNode();
        switch (step.entry()) {
            case StepEntry.Step(DecisionEntry entry) -> decision(node.putObject("decision"), entry);
            case StepEntry.Notice(NoticeEntry entry) -> notice(node.putObject("notice"), entry);
        }
        node.put("textOf", step.textOf());
        EvidenceEnvelope envelope = step.envelope();
        node.putObject("envelope")
                .put("chain", envelope.getChain())
                .put("seq", envelope.getSeq())
                .put("kid", envelope.getKid())
                .put("wrappedKey", base64(envelope.getWrappedKey()))
                .put("nonce", base64(envelope.getNonce()))
                .put("ciphertext", base64(envelope.getCiphertext()));
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void decision(ObjectNode node, DecisionEntry entry) {
        node.put("caseId", entry.getCaseId())
                .put("step", entry.getStep())
                .put("act", entry.getAct())
                .put("person", entry.getPerson())
                .put("entries", entry.getEntries());
        entry.getOutcome().ifPresent(outcome -> node.put("outcome", outcome));
        entry.getMomentMillis().ifPresent(moment -> node.put("momentMillis", moment));
        ref(node.putObject("text"), entry.getText());
        entry.getApproval().ifPresent(part -> approval(node.putObject("approval"), part));
    }

    private static void notice(ObjectNode node, NoticeEntry entry) {
        node.put("caseId", entry.getCaseId())
                .put("step", entry.getStep())
                .put("recipient", entry.getRecipient())
                .put("jurisdiction", entry.getJurisdiction())
                .put("person", entry.getPerson())
                .put("sentMillis", entry.getSentMillis())
                .put("count", entry.getCount());
        ref(node.putObject("text"), entry.getText());
    }

    private static void ref(ObjectNode node, EvidenceRef ref) {
        node.put("kid", ref.getKid())
                .put("ciphertext", HEX.formatHex(ref.getCiphertext().bytes()))
                .put("commitment", HEX.formatHex(ref.getCommitment().bytes()))
                .put("plaintextBytes", ref.getPlaintextBytes());
    }

    private static void approval(ObjectNode node, ApprovalPart part) {
        node.put("requestId", part.getRequestId())
                .put("madeMillis", part.getMadeMillis())
                .put("expiresMillis", part.getExpiresMillis())
                .put("detail", HEX.formatHex(part.getDetail().bytes()));
        part.getVkeys().forEach(node.putArray("vkeys")::add);
        part.getSignatures().forEach(node.putArray("signatures")::add);
    }

    static SealedStep decode(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        try {
            JsonNode envelope = node.path("envelope");
            return new SealedStep(
                    node.has("notice")
                            ? new StepEntry.Notice(notice(node.path("notice")))
                            : new StepEntry.Step(decision(node.path("decision"))),
                    node.path("textOf").asLong(-1),
                    new EvidenceEnvelope(
                            envelope.path("chain").asText(),
                            envelope.path("seq").asLong(-1),
                            envelope.path("kid").asText(),
                            bytes(envelope.path("wrappedKey")),
                            bytes(envelope.path("nonce")),
                            bytes(envelope.path("ciphertext"))));
        } catch (IllegalArgumentException | AvroRuntimeException _unfit) {
            throw new IOException("not a step of a case");
        }
    }

    private static DecisionEntry decision(JsonNode node) {
        return new DecisionEntry(
                node.path("caseId").asText(),
                node.path("step").asLong(-1),
                node.path("act").asText(),
                node.path("person").asText(),
                text(node, "outcome"),
                node.path("entries").asLong(-1),
                node.has("momentMillis") ? node.get("momentMillis").asLong() : null,
                ref(node.path("text")),
                node.has("approval") ? approval(node.get("approval")) : null);
    }

    private static NoticeEntry notice(JsonNode node) {
        return new NoticeEntry(
                node.path("caseId").asText(),
                node.path("step").asLong(-1),
                node.path("recipient").asText(),
                node.path("jurisdiction").asText(),
                node.path("person").asText(),
                node.path("sentMillis").asLong(-1),
                node.path("count").asLong(-1),
                ref(node.path("text")));
    }

    private static EvidenceRef ref(JsonNode node) {
        return new EvidenceRef(
                node.path("kid").asText(),
                hash(node.path("ciphertext")),
                hash(node.path("commitment")),
                node.path("plaintextBytes").asLong(-1));
    }

    private static ApprovalPart approval(JsonNode node) {
        return new ApprovalPart(
                node.path("requestId").asText(),
                node.path("madeMillis").asLong(-1),
                node.path("expiresMillis").asLong(-1),
                hash(node.path("detail")),
                texts(node.path("vkeys")),
                texts(node.path("signatures")));
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.get(field).asText() : null;
    }

    private static Hash hash(JsonNode node) {
        return new Hash(HEX.parseHex(node.asText()));
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }

    private static ByteBuffer bytes(JsonNode node) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(node.asText()));
    }
}
