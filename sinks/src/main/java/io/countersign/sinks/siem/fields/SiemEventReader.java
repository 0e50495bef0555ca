package io.countersign.sinks.siem.fields;

import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.BreachClock;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.SeverityPoints;
import io.countersign.schemas.Subject;
import io.countersign.sinks.siem.AddressText;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EntrySeverity;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.Headline;
import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.OutcomeOfSink;
import io.countersign.sinks.siem.SourceText;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the values of an entry or alert. For one event; used by one thread.
///
/// The rule by which values are shortened: a text is cut at 512 characters and ends with an
/// ellipsis, a list after 64 elements. In brief only the fields of [SiemField#inBrief] stay, texts
/// are cut at 96 characters and lists after 4. Wherever something went, [SiemField#TRUNCATED] is
/// there.
public final class SiemEventReader {
    static final int MAX_ELEMENTS = 64;
    static final int BRIEF_CHARS = 96;
    static final int BRIEF_ELEMENTS = 4;

    private static final HexFormat HEX = HexFormat.of();

    private final Detail detail;
    private final Map<SiemField, List<String>> values = new EnumMap<>(SiemField.class);
    private boolean truncated;

    private SiemEventReader(Detail detail) {
        this.detail = detail;
    }

    /// @param includeSubjectTokensWhichArePhi whether the patients' keyed tokens are among the
    ///   values
    public static SiemEvent read(
            Decoded.Known decoded, Detail detail, boolean includeSubjectTokensWhichArePhi) {
        SiemEventReader reader = new SiemEventReader(detail);
        return switch (decoded) {
            case Decoded.Entry entry -> reader.entry(entry, includeSubjectTokensWhichArePhi);
            case Decoded.Raised raised -> reader.alert(raised, includeSubjectTokensWhichArePhi);
        };
    }

    private SiemEvent entry(Decoded.Entry decoded, boolean tokens) {
        AuditEntry entry = decoded.entry();
        Optional<AmendmentEntry> amendment = entry.getAmendment();
        Optional<EventEntry> event =
                entry.getEvent().or(() -> amendment.map(AmendmentEntry::getRevised));
        identity(decoded);
        text(SiemField.KIND, entry.getKind().name());
        text(
                SiemField.ABOUT_ENTRY,
                amendment
                        .map(AmendmentEntry::getOriginal)
                        .map(SiemEventReader::id)
                        .orElseGet(decoded::eventId));
        number(
                SiemField.TIME_OF_EVENT,
                event.map(EventEntry::getTimeMillis).orElseGet(entry::getTimeMillis));
        number(SiemField.TIME_LOGGED, entry.getTimeMillis());
        text(SiemField.HEADLINE, Headline.of(entry));
        event.ifPresent(judged -> event(judged, tokens));
        amendment.ifPresent(known -> {
            text(SiemField.AMENDED_BY, known.getBasis());
            list(SiemField.CHANGED, known.getChanged());
        });
        aboutLog(entry);
        String code =
                entry.getKind()
                        + event.map(judged -> ":" + judged.getDisposition().name()).orElse("");
        return finished(code, Headline.title(entry), EntrySeverity.of(entry));
    }

    private SiemEvent alert(Decoded.Raised decoded, boolean tokens) {
        Alert alert = decoded.alert();
        identity(decoded);
        text(SiemField.KIND, "ALERT");
        text(SiemField.ABOUT_ENTRY, decoded.cause().eventId());
        number(SiemField.TIME_OF_EVENT, alert.getRaisedMillis());
        number(SiemField.TIME_LOGGED, alert.getRaisedMillis());
        text(SiemField.HEADLINE, Headline.of(alert));
        event(alert.getEvent(), tokens);
        text(SiemField.ALERT_ID, alert.getId());
        text(SiemField.ALERT_CLASS, alert.getAlertClass());
        text(SiemField.ALERT_GROUP, alert.getGroup());
        text(SiemField.ALERT_ABOUT, (alert.getAboutKind() + " " + alert.getAbout()).strip());
        list(SiemField.ALERT_RULES, alert.getRules().stream().map(RuleHit::getRule).toList());
        number(
                SiemField.ALERT_POINTS,
                alert.getPoints().stream().mapToInt(SeverityPoints::getPoints).sum());
        text(SiemField.ALERT_SENTENCE, alert.getSentence());
        list(SiemField.ALERT_ENTRIES, alert.getCauses().stream().map(SiemEventReader::id).toList());
        alert.getBreach()
                .map(BreachClock::getDueMillis)
                .ifPresent(due -> number(SiemField.BREACH_DUE, due));
        return finished(
                "ALERT:" + alert.getAlertClass(), alert.getAlertClass(), alert.getSeverity());
    }

    private SiemEvent finished(
            String code, String title, io.countersign.schemas.Severity severity) {
        if (truncated || detail == Detail.BRIEF) {
            values.put(SiemField.TRUNCATED, List.of("true"));
        }
        return new SiemEvent(code, title, severity, values);
    }

    private void identity(Decoded.Known decoded) {
        LogPosition position = decoded.position();
        text(SiemField.EVENT_ID, decoded.eventId());
        text(SiemField.CHAIN, position.chain());
        number(SiemField.SEQ, position.seq());
        text(SiemField.LEAF_HASH, position.leafHash());
    }

    private void event(EventEntry event, boolean tokens) {
        text(SiemField.DISPOSITION, event.getDisposition().name());
        list(SiemField.REASONS, event.getReasons());
        text(SiemField.COVERAGE, event.getCoverage().getState().name());
        text(SiemField.BAA_ROW, event.getCoverage().getBaa());
        list(SiemField.BAA_REASONS, event.getCoverage().getReasons());
        destination(event.getDestination());
        content(event.getContent());
        text(SiemField.USER, event.getUser());
        text(SiemField.PERSON, event.getPerson().flatMap(PersonPart::getId));
        text(SiemField.IDENTITY_BASIS, event.getIdentityBasis().name());
        text(SiemField.DEPARTMENT, event.getDepartment());
        text(SiemField.DEVICE, event.getDevice());
        text(SiemField.SOURCE_IP, event.getSourceIp().filter(AddressText::isAddress));
        text(SiemField.HOST, event.getHost());
        text(SiemField.METHOD, event.getMethod());
        event.getStatus().ifPresent(status -> number(SiemField.STATUS, status));
        event.getBytesUp().ifPresent(bytes -> number(SiemField.BYTES_UP, bytes));
        event.getBytesDown().ifPresent(bytes -> number(SiemField.BYTES_DOWN, bytes));
        text(SiemField.ACTION, event.getAction().name());
        text(SiemField.APPLICATION, event.getApplication());
        text(SiemField.MODEL, event.getModel());
        text(SiemField.POLICY, HEX.formatHex(event.getPolicy().bytes()));
        text(SiemField.INPUT, input(event.getInput()));
        text(SiemField.SOURCE_ID, event.getSource().getId());
        text(SiemField.SOURCE_FORMAT, event.getSource().getFormat());
        if (tokens) {
            list(
                    SiemField.SUBJECT_TOKENS,
                    event.getSubjects().stream().map(SiemEventReader::token).toList());
        }
    }

    private void destination(DestinationPart destination) {
        text(SiemField.ACCOUNT, destination.getAccount().name());
        text(SiemField.ACCOUNT_ORG, destination.getOrg());
        list(
                SiemField.ACCOUNT_EVIDENCE,
                destination.getEvidence().stream().map(SiemEventReader::evidence).toList());
        text(SiemField.VENDOR, destination.getVendor());
        text(SiemField.PRODUCT, destination.getProduct());
        text(SiemField.ACTIVITY, destination.getActivity());
        text(SiemField.VISIBILITY, destination.getVisibility().name());
    }

    private void content(ContentPart content) {
        List<FindingCount> findings = content.getFindings();
        content.getPhi().ifPresent(phi -> text(SiemField.PHI, phi.toString()));
        text(SiemField.PHI_REASON, content.getPhiReason());
        list(
                SiemField.PHI_TYPES,
                findings.stream()
                        .map(finding -> finding.getType() + "=" + finding.getCount())
                        .toList());
        number(SiemField.PHI_COUNT, findings.stream().mapToLong(FindingCount::getCount).sum());
        list(
                SiemField.SENSITIVITIES,
                findings.stream()
                        .map(FindingCount::getSensitivities)
                        .flatMap(Collection::stream)
                        .map(Sensitivity::name)
                        .distinct()
                        .sorted()
                        .toList());
        text(SiemField.INSPECTED, content.getInspected().name());
        text(SiemField.INSPECTED_REASON, content.getInspectedReason());
    }

    /// What an entry says that is about the log, or about what people did with it.
    private void aboutLog(AuditEntry entry) {
        entry.getRejection()
                .ifPresent(rejection -> {
                    text(SiemField.CODE, rejection.getCode());
                    text(SiemField.INPUT, input(rejection.getInput()));
                    text(SiemField.SOURCE_ID, rejection.getSource().getId());
                    text(SiemField.SOURCE_FORMAT, rejection.getSource().getFormat());
                });
        entry.getDuplicate()
                .ifPresent(duplicate -> {
                    text(SiemField.INPUT, input(duplicate.getInput()));
                    text(SiemField.SOURCE_ID, duplicate.getSource().getId());
                    text(SiemField.SOURCE_FORMAT, duplicate.getSource().getFormat());
                });
        entry.getGap()
                .ifPresent(gap ->
                        text(
                                SiemField.INPUT,
                                "%s/%d@%d-%d"
                                        .formatted(
                                                gap.getTopic(),
                                                gap.getPartition(),
                                                gap.getFromOffset(),
                                                gap.getToOffset())));
        entry.getIncident()
                .ifPresent(incident -> {
                    text(SiemField.CODE, incident.getCode());
                    text(SiemField.INPUT, incident.getInput().map(SiemEventReader::input));
                });
        entry.getAlert().ifPresent(this::alertEntry);
        entry.getPolicy()
                .ifPresent(policy ->
                        text(SiemField.POLICY, HEX.formatHex(policy.getSha256().bytes())));
        entry.getReview()
                .ifPresent(review -> {
                    text(SiemField.CODE, review.getVerdict().name());
                    text(SiemField.USER, review.getPerson());
                    text(SiemField.ALERT_ID, review.getAlertId());
                    list(SiemField.ALERT_RULES, review.getRules());
                });
        entry.getAccess()
                .ifPresent(access -> {
                    text(SiemField.CODE, access.getAction());
                    text(SiemField.USER, access.getPerson());
                    text(SiemField.REASON_GIVEN, String.valueOf(access.getReason().isPresent()));
                });
        entry.getKey().ifPresent(key -> text(SiemField.CODE, key.getChange()));
        kept(entry);
        entry.getReconcile()
                .ifPresent(reconcile ->
                        about(reconcile.getSink(), OutcomeOfSink.of(reconcile).name()));
        entry.getDecision()
                .ifPresent(step -> {
                    about(step.getCaseId(), step.getAct());
                    text(SiemField.USER, step.getPerson());
                });
        entry.getNotice()
                .ifPresent(notice -> {
                    about(notice.getCaseId(), notice.getRecipient());
                    text(SiemField.USER, notice.getPerson());
                });
    }

    private void kept(AuditEntry entry) {
        entry.getHold()
                .ifPresent(hold -> {
                    about(hold.getHoldId(), hold.getChange());
                    text(SiemField.USER, hold.getPerson());
                });
        entry.getShred().ifPresent(shred -> about(shred.getKid(), "SHRED"));
        entry.getDisposal().ifPresent(disposal -> about(disposal.getPart(), "DISPOSAL"));
        entry.getKek().ifPresent(kek -> about(kek.getKid(), kek.getChange()));
    }

    private void about(String object, String code) {
        text(SiemField.OBJECT, object);
        text(SiemField.CODE, code);
    }

    private void alertEntry(AlertEntry alert) {
        text(SiemField.ALERT_ID, alert.getAlertId());
        text(SiemField.ALERT_CLASS, alert.getAlertClass());
        text(SiemField.ALERT_GROUP, alert.getGroup());
        list(SiemField.ALERT_RULES, alert.getRules());
        list(SiemField.ALERT_ENTRIES, alert.getCauses().stream().map(SiemEventReader::id).toList());
    }

    private static String id(EntryRef reference) {
        return reference.getChain() + "#" + reference.getSeq();
    }

    private static String input(Coordinates input) {
        return input.getTopic() + "/" + input.getPartition() + "@" + input.getOffset();
    }

    private static String evidence(AccountEvidence evidence) {
        return evidence.getKind()
                + "="
                + evidence.getValue()
                + "("
                + evidence.getConfidence()
                + ")";
    }

    private static String token(Subject subject) {
        return subject.getType() + "=" + HEX.formatHex(subject.getToken().bytes());
    }

    private void number(SiemField field, long value) {
        put(field, List.of(Long.toString(value)));
    }

    private void text(SiemField field, Optional<String> value) {
        value.ifPresent(present -> text(field, present));
    }

    private void text(SiemField field, String value) {
        if (!value.isEmpty()) {
            put(field, List.of(safe(value)));
        }
    }

    /// A comma within an element would make two of it where elements are joined.
    private void list(SiemField field, List<String> elements) {
        if (elements.isEmpty()) {
            return;
        }
        int most = detail == Detail.BRIEF ? BRIEF_ELEMENTS : MAX_ELEMENTS;
        truncated |= elements.size() > most;
        Stream<String> kept = elements.stream().limit(most);
        put(field, kept.map(element -> safe(element).replace(',', ';')).toList());
    }

    private String safe(String value) {
        int most = detail == Detail.BRIEF ? BRIEF_CHARS : SourceText.MAX_CHARS;
        truncated |= value.length() > most;
        return SourceText.limited(value, most);
    }

    private void put(SiemField field, List<String> value) {
        if (detail == Detail.FULL || field.inBrief()) {
            values.put(field, value);
        }
    }
}
