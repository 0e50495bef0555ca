package io.countersign.topology.steps;

import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import io.countersign.detectors.phi.TextCharset;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Text to findings. What went up to the service decides; what came back is inspected only where
/// nothing that went up is visible, since what a service says of a patient it was told before. One
/// instance serves one thread.
public final class Inspect {
    /// The reason where a body is in a charset that nobody here knows.
    public static final String CHARSET_UNKNOWN = "CHARSET_UNKNOWN";

    private static final String CHARSET = "charset=";

    /// Where nothing but the names of files was read, nothing of the files was.
    private static final Set<Event.ContentGap> UNREAD_FILES =
            Set.of(
                    Event.ContentGap.IMAGE,
                    Event.ContentGap.ENCRYPTED,
                    Event.ContentGap.DOCUMENT_LIMIT,
                    Event.ContentGap.DOCUMENT_UNREADABLE,
                    Event.ContentGap.DOCUMENT_TYPE_UNKNOWN,
                    Event.ContentGap.DOCUMENTS_NOT_OPENED,
                    Event.ContentGap.BODY_UNREADABLE,
                    Event.ContentGap.MEMORY_LIMIT);

    private static final int MAX_PARAMETERS = 16;

    private final PhiDetector detector = PhiDetector.standard();
    private final Supplier<Optional<PatientIndex>> patients;

    /// Without a patient index.
    public Inspect() {
        this(Optional::empty);
    }

    /// @param patients the patient index in force, asked for at each event; another instance where
    ///   the file was replaced
    public Inspect(Supplier<Optional<PatientIndex>> patients) {
        this.patients = patients;
    }

    public Passage.Inspected inspect(Passage.Located located) {
        Event event = located.received().event();
        SourceReports reports = SourceReports.of(event, located.policy().policy().upstreamDlp());
        ContentFinding own =
                read(event, located.policy(), Instant.ofEpochMilli(located.raw().appendMillis()));
        return new Passage.Inspected(
                located, own.with(reports, reports.looked(event), event.carriesPrompt()));
    }

    /// What we read ourselves.
    ///
    /// @param policy says which patient index may be asked
    /// @param at decides whether the index is too old
    public ContentFinding read(Event event, PolicyInForce policy, Instant at) {
        List<Text> texts = texts(event);
        if (texts.isEmpty()) {
            return ContentFinding.notInspected(missing(event));
        }
        try {
            return weigh(event, detector.inspect(texts, patients.get().filter(policy::admits), at));
        } catch (RuntimeException _defect) {
            // The detector never throws by contract. A defect in it must neither stop the stream
            // nor let a text pass as
            // clean, and the exception's message may quote the text.
            return ContentFinding.notInspected("DETECTOR_FAILED");
        }
    }

    private static List<Text> texts(Event event) {
        List<Text> up = new ArrayList<>();
        List<Text> down = new ArrayList<>();
        String charset = charset(event);
        for (Content content : event.contents()) {
            List<Text> side = content.role() == Content.Role.RESPONSE ? down : up;
            side.add(text(content, charset));
        }
        return up.isEmpty() ? down : up;
    }

    /// Bodies are UTF-8 as they stand, or in the charset that the content type declares.
    private static Text text(Content content, String charset) {
        return charset.isEmpty() || Text.isUtf8(content.utf8())
                ? new Text(content.path(), content.utf8())
                : Text.of(content.path(), content.utf8(), charset);
    }

    /// The charset parameter of the content type (RFC 9110 section 8.3.2); empty where there is
    /// none, or it is UTF-8.
    static String charset(Event event) {
        for (String parameter : event.contentType().orElse("").split(";", MAX_PARAMETERS)) {
            String trimmed = parameter.strip();
            if (trimmed.regionMatches(true, 0, CHARSET, 0, CHARSET.length())) {
                String name = trimmed.substring(CHARSET.length()).strip().replace("\"", "").strip();
                return name.equalsIgnoreCase("utf-8") || name.equalsIgnoreCase("utf8") ? "" : name;
            }
        }
        return "";
    }

    private static String missing(Event event) {
        return event.contentGap() == Event.ContentGap.NONE
                ? Event.ContentGap.NO_BODY_IN_SOURCE.name()
                : event.contentGap().name();
    }

    private static ContentFinding weigh(Event event, Inspection inspection) {
        Optional<Boolean> phi = inspection.decision().phi();
        boolean whole =
                event.contentGap() == Event.ContentGap.NONE && inspection.extent() == Extent.FULL;
        if (whole) {
            return new ContentFinding(Inspected.FULL, "", phi, Optional.of(inspection));
        }
        String reason =
                event.contentGap() == Event.ContentGap.NONE
                        ? reason(event, inspection)
                        : event.contentGap().name();
        boolean namesOnly = UNREAD_FILES.contains(event.contentGap()) && !event.carriesPrompt();
        Inspected inspected =
                inspection.extent() == Extent.NOT_INSPECTED || namesOnly
                        ? Inspected.NOT_INSPECTED
                        : Inspected.PARTIAL;
        // What was not seen may hold PHI: only a yes stands.
        return new ContentFinding(
                inspected, reason, phi.filter(found -> found), Optional.of(inspection));
    }

    /// Bytes that are no UTF-8, in a charset that nobody knows.
    private static String reason(Event event, Inspection inspection) {
        String charset = charset(event);
        boolean bytes =
                inspection.extentReason() == Extent.Reason.INVALID_UTF8
                        || inspection.extentReason() == Extent.Reason.BINARY;
        return bytes && !charset.isEmpty() && TextCharset.named(charset).isEmpty()
                ? CHARSET_UNKNOWN
                : inspection.extentReason().name();
    }
}
