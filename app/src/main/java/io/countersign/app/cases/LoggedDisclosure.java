package io.countersign.app.cases;

import io.countersign.audit.verify.LogReaders;
import io.countersign.forensics.cases.Disclosure;
import io.countersign.forensics.cases.Disclosure.Element;
import io.countersign.forensics.cases.Disclosure.MoreSubjects;
import io.countersign.forensics.cases.Disclosure.SubjectToken;
import io.countersign.forensics.cases.Place;
import io.countersign.schemas.Action;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/// A case's event as the log's own entry says it, where there is no archive to ask; what became
/// known later is not in it.
public final class LoggedDisclosure {
    private LoggedDisclosure() {}

    /// @param found an event
    public static Disclosure of(LogReaders.Found found) {
        EventEntry event = found.says().getEvent().orElseThrow();
        DestinationPart destination = event.getDestination();
        ContentPart content = event.getContent();
        return new Disclosure(
                place(found),
                Instant.ofEpochMilli(event.getTimeMillis()),
                event.getPerson().flatMap(person -> person.getId()).or(event::getUser),
                event.getDepartment(),
                destination.getService().orElse(destination.getVendor()),
                destination.getAccount().name(),
                destination.getActivity(),
                Optional.of(event.getAction())
                        .filter(action -> action != Action.UNRECOGNISED)
                        .map(Enum::name),
                event.getStatus(),
                content.getInspected().name(),
                content.getPhi(),
                event.getCoverage().getState().name(),
                event.getCoverage().getBaa(),
                event.getCoverage().getReasons(),
                content.getFindings().stream()
                        .map(finding ->
                                new Element(
                                        finding.getType(),
                                        finding.getCount(),
                                        finding.getSensitivities().stream()
                                                .map(Enum::name)
                                                .toList()))
                        .toList(),
                event.getSubjects().stream()
                        .map(subject ->
                                new SubjectToken(
                                        subject.getType(),
                                        HexFormat.of().formatHex(subject.getToken().bytes()),
                                        subject.getInIndex()))
                        .toList(),
                event.getMoreSubjects()
                        .map(more -> new MoreSubjects(more.getPatients(), more.getOthers()))
                        .orElse(MoreSubjects.NONE),
                content.getHints(),
                false);
    }

    /// Where an entry lies.
    public static Place place(LogReaders.Found found) {
        return new Place(
                found.says().getChain(), found.says().getSeq(), found.entry().leafHash().hex());
    }
}
