package io.countersign.audit.chain;

import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.Subject;
import java.util.List;

/// The form of what an event and what became known of it later hold. [EntryGrammar] has the
/// grammars of single fields.
final class EventGrammar {
    private EventGrammar() {}

    static void event(Faults faults, EventEntry event) {
        EntryFields.coordinates(faults, "event.input", event.getInput());
        EntryFields.source(faults, "event.source", event.getSource());
        faults.require("event.durationMillis", event.getDurationMillis().orElse(0L) >= 0);
        event.getDrill().ifPresent(drill -> faults.check("event.drill", drill, EntryGrammar::id));
        faults.check("event.user", event.getUser(), EntryGrammar::user);
        faults.check("event.device", event.getDevice(), EntryGrammar::device);
        faults.check("event.sourceIp", event.getSourceIp(), EntryGrammar::ip);
        faults.check("event.host", event.getHost(), EntryGrammar::host);
        faults.check("event.method", event.getMethod(), EntryGrammar::method);
        faults.check("event.application", event.getApplication(), EntryGrammar::application);
        faults.check("event.model", event.getModel(), EntryGrammar::model);
        faults.check("event.department", event.getDepartment(), EntryGrammar::department);
        faults.check("event.transaction", event.getTransaction(), EntryGrammar::id);
        faults.check("event.session", event.getSession(), EntryGrammar::id);
        event.getPerson().ifPresent(person -> person(faults, person));
        DestinationPart destination = event.getDestination();
        faults.checkOrEmpty(
                "event.destination.vendor", destination.getVendor(), EntryGrammar::name);
        faults.checkOrEmpty(
                "event.destination.product", destination.getProduct(), EntryGrammar::name);
        faults.check("event.destination.activity", destination.getActivity(), EntryGrammar::code);
        faults.check("event.destination.org", destination.getOrg(), EntryGrammar::id);
        faults.check("event.destination.service", destination.getService(), EntryGrammar::id);
        faults.check("event.destination.feature", destination.getFeature(), EntryGrammar::id);
        for (AccountEvidence evidence : destination.getEvidence()) {
            faults.check("event.destination.evidence.kind", evidence.getKind(), EntryGrammar::code);
            faults.check("event.destination.evidence.value", evidence.getValue(), EntryGrammar::id);
        }
        faults.checkOrEmpty(
                "event.content.inspectedReason",
                event.getContent().getInspectedReason(),
                EntryGrammar::code);
        faults.checkOrEmpty(
                "event.content.phiReason", event.getContent().getPhiReason(), EntryGrammar::code);
        for (FindingCount finding : event.getContent().getFindings()) {
            faults.check("event.content.findings.type", finding.getType(), EntryGrammar::code);
            faults.require("event.content.findings.count", finding.getCount() > 0);
            faults.require(
                    "event.content.findings.sensitivities", rising(finding.getSensitivities()));
        }
        event.getContent()
                .getHints()
                .forEach(hint -> faults.check("event.content.hints", hint, EntryGrammar::code));
        faults.check("event.coverage.baa", event.getCoverage().getBaa(), EntryGrammar::id);
        event.getCoverage()
                .getReasons()
                .forEach(reason ->
                        faults.check("event.coverage.reasons", reason, EntryGrammar::code));
        event.getCoverage()
                .getDetails()
                .forEach(detail ->
                        faults.check("event.coverage.details", detail, EntryGrammar::detail));
        event.getReasons()
                .forEach(reason -> faults.check("event.reasons", reason, EntryGrammar::code));
        for (Subject subject : event.getSubjects()) {
            faults.check("event.subjects.type", subject.getType(), EntryGrammar::code);
        }
        event.getMoreSubjects()
                .ifPresent(more ->
                        faults.require(
                                "event.moreSubjects",
                                more.getPatients() >= 0
                                        && more.getOthers() >= 0
                                        && (more.getPatients() > 0 || more.getOthers() > 0)));
        event.getEvidence()
                .ifPresent(evidence -> EntryFields.evidence(faults, "event.evidence", evidence));
    }

    static void amendment(Faults faults, AmendmentEntry amendment) {
        EntryFields.reference(faults, "amendment.original", amendment.getOriginal());
        amendment
                .getChanged()
                .forEach(code -> faults.check("amendment.changed", code, EntryGrammar::code));
        faults.check("amendment.basis", amendment.getBasis(), EntryGrammar::code);
        faults.require("amendment.windowMillis", amendment.getWindowMillis() >= 0);
        faults.require("amendment.ageMillis", amendment.getAgeMillis().orElse(0L) >= 0);
        amendment
                .getLearntFrom()
                .forEach(entry -> EntryFields.reference(faults, "amendment.learntFrom", entry));
        event(faults, amendment.getRevised());
    }

    private static void person(Faults faults, PersonPart person) {
        faults.check("event.person.id", person.getId(), EntryGrammar::user);
        faults.require(
                "event.person.id",
                person.getId().isPresent()
                        == (person.getResolution() == PersonResolution.RESOLVED));
        faults.check("event.person.department", person.getDepartment(), EntryGrammar::department);
        faults.check("event.person.role", person.getRole(), EntryGrammar::department);
    }

    /// Each once, in the order of the schema.
    private static boolean rising(List<Sensitivity> sensitivities) {
        for (int i = 1; i < sensitivities.size(); i++) {
            if (sensitivities.get(i - 1).compareTo(sensitivities.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
