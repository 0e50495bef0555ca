package io.countersign.sinks.siem.ocsf;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ApprovalPart;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.ExaminedPart;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.SourceRef;
import io.countersign.sinks.siem.LogPosition;

/// What OCSF has no attribute for, under `unmapped.countersign` in our own words: the position in
/// the log that leads to the proof, the verdict with its reasons and evidence, and where the input
/// came from.
final class CountersignPart {
    private final EventJson json;

    CountersignPart(EventJson json) {
        this.json = json;
    }

    void position(LogPosition position) {
        json.object(
                "log",
                () -> {
                    json.text("chain", position.chain());
                    json.number("seq", position.seq());
                    json.text("leaf_hash", position.leafHash());
                });
    }

    void event(EventEntry event, boolean includeSubjectTokensWhichArePhi) {
        json.text("disposition", event.getDisposition().name());
        json.texts("reasons", event.getReasons());
        json.object(
                "coverage",
                () -> {
                    json.text("state", event.getCoverage().getState().name());
                    json.text("baa", event.getCoverage().getBaa());
                    json.texts("reasons", event.getCoverage().getReasons());
                    json.texts("details", event.getCoverage().getDetails());
                });
        destination(event.getDestination());
        content(event.getContent());
        json.hex("policy_sha256", event.getPolicy().bytes());
        json.text("identity_basis", event.getIdentityBasis().name());
        json.text("time_basis", event.getTimeBasis().name());
        if (event.getTimeReplaced()) {
            json.flag("time_replaced", true);
        }
        json.text("method", event.getMethod());
        json.text("department", event.getDepartment());
        event.getUserAgentClass().ifPresent(agent -> json.text("user_agent_class", agent.name()));
        json.text("transaction", event.getTransaction());
        json.text("session", event.getSession());
        event.getDurationMillis().ifPresent(took -> json.number("duration_millis", took));
        if (event.getHistory()) {
            json.flag("history", true);
        }
        json.text("drill", event.getDrill());
        event.getPerson().ifPresent(this::person);
        event.getBytesUp().ifPresent(bytes -> json.number("bytes_up", bytes));
        event.getBytesDown().ifPresent(bytes -> json.number("bytes_down", bytes));
        input(event.getInput());
        source(event.getSource());
        event.getEvidence().ifPresent(this::evidence);
        if (includeSubjectTokensWhichArePhi) {
            event.getContentFingerprint()
                    .ifPresent(
                            token -> json.hex("content_fingerprint_which_is_phi", token.bytes()));
            json.objects(
                    "subject_tokens_which_are_phi",
                    event.getSubjects(),
                    subject -> {
                        json.text("type", subject.getType());
                        json.hex("token", subject.getToken().bytes());
                    });
        }
    }

    /// What an amendment says beside the event as it is judged now.
    void amendment(AmendmentEntry amendment) {
        json.object(
                "amends",
                () -> {
                    json.text("chain", amendment.getOriginal().getChain());
                    json.number("seq", amendment.getOriginal().getSeq());
                    json.hex("leaf_hash", amendment.getOriginal().getLeafHash().bytes());
                });
        json.texts("changed", amendment.getChanged());
        json.text("basis", amendment.getBasis());
        json.text("basis_confidence", amendment.getConfidence().name());
    }

    /// A hold, a case, a key or a sink by its id, and what of it the entry says.
    void object(String id, String code) {
        json.text("object", id);
        json.text("code", code);
    }

    /// Where what was sealed lies.
    void evidence(EvidenceRef evidence) {
        json.object(
                "evidence",
                () -> {
                    json.text("key_id", evidence.getKid());
                    json.hex("ciphertext_sha256", evidence.getCiphertext().bytes());
                });
    }

    /// Who agreed: a vkey begins with the name of whose it is.
    void approval(ApprovalPart approval) {
        json.text("approval_id", approval.getRequestId());
        json.texts(
                "approved_by",
                approval.getVkeys().stream().map(vkey -> vkey.split("\\+", 2)[0]).toList());
    }

    /// Which part of the log somebody examined, and what came out.
    void examined(ExaminedPart part) {
        json.object(
                "examined",
                () -> {
                    json.text("origin", part.getOrigin());
                    json.number("tree_size", part.getSize());
                    json.hex("root", part.getRoot().bytes());
                    json.number("from_time", part.getFromMillis());
                    json.number("to_time", part.getToMillis());
                    json.number("from_leaf", part.getFromLeaf());
                    json.number("to_leaf", part.getToLeaf());
                    json.textUnlessEmpty("chain", part.getChain());
                    json.text("outcome", part.getOutcome());
                    json.texts("found", part.getFound());
                    json.textUnlessEmpty("next", part.getNext());
                    json.textUnlessEmpty("case", part.getCaseId());
                });
    }

    void input(Coordinates input) {
        json.object(
                "input",
                () -> {
                    json.text("topic", input.getTopic());
                    json.number("partition", input.getPartition());
                    json.number("offset", input.getOffset());
                });
    }

    void source(SourceRef source) {
        json.object(
                "source",
                () -> {
                    json.textUnlessEmpty("id", source.getId());
                    source.getSeq().ifPresent(seq -> json.number("seq", seq));
                    json.textUnlessEmpty("format", source.getFormat());
                    json.flag("authenticated", source.getAuthenticated());
                });
    }

    private void person(PersonPart person) {
        json.object(
                "person",
                () -> {
                    json.text("resolution", person.getResolution().name());
                    json.text("id", person.getId());
                    json.text("department", person.getDepartment());
                    json.text("role", person.getRole());
                });
    }

    private void destination(DestinationPart destination) {
        json.object(
                "destination",
                () -> {
                    json.textUnlessEmpty("vendor", destination.getVendor());
                    json.textUnlessEmpty("product", destination.getProduct());
                    json.text("host_role", destination.getHostRole().name());
                    json.textUnlessEmpty("activity", destination.getActivity());
                    json.text("service", destination.getService());
                    json.text("feature", destination.getFeature());
                    json.text("visibility", destination.getVisibility().name());
                });
        json.object(
                "account",
                () -> {
                    json.text("kind", destination.getAccount().name());
                    json.text("org", destination.getOrg());
                    json.objects(
                            "evidence",
                            destination.getEvidence(),
                            evidence -> {
                                json.text("kind", evidence.getKind());
                                json.textUnlessEmpty("value", evidence.getValue());
                                json.text("confidence", evidence.getConfidence().name());
                                if (evidence.getUndocumented()) {
                                    json.flag("undocumented", true);
                                }
                            });
                });
    }

    private void content(ContentPart content) {
        json.object(
                "content",
                () -> {
                    json.text("inspected", content.getInspected().name());
                    json.textUnlessEmpty("inspected_reason", content.getInspectedReason());
                    json.number("bytes_inspected", content.getBytesInspected());
                    content.getPhi().ifPresent(phi -> json.flag("phi", phi));
                    json.textUnlessEmpty("phi_reason", content.getPhiReason());
                    json.objects(
                            "findings",
                            content.getFindings(),
                            finding -> {
                                json.text("type", finding.getType());
                                json.number("count", finding.getCount());
                                json.text("likelihood", finding.getLikelihood().name());
                                json.text("origin", finding.getOrigin().name());
                                json.texts(
                                        "sensitivities",
                                        finding.getSensitivities().stream()
                                                .map(Sensitivity::name)
                                                .toList());
                            });
                    json.texts("hints", content.getHints());
                });
    }
}
