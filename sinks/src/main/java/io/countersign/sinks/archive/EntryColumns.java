package io.countersign.sinks.archive;

import static io.countersign.sinks.archive.Column.optional;
import static io.countersign.sinks.archive.Column.required;

import io.countersign.audit.evidence.EntryEvidence;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.DecisionEntry;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.ExaminedPart;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.MoreSubjects;
import io.countersign.schemas.NoticeEntry;
import io.countersign.schemas.PolicyEntry;
import io.countersign.schemas.RejectionEntry;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.Severity;
import io.countersign.schemas.Subject;
import io.countersign.schemas.Token;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StructType;
import org.jspecify.annotations.Nullable;

/// The columns of the wide table: one row for each entry, whatever its kind. A column that an entry
/// has nothing for is null. Ids of columns are never used again; those of nested fields count from
/// 201.
final class EntryColumns {
    static final Type STRING = Types.StringType.get();
    static final Type LONG = Types.LongType.get();
    static final Type INT = Types.IntegerType.get();
    static final Type BOOLEAN = Types.BooleanType.get();
    static final Type TIME = Types.TimestampType.withZone();

    /// A SHA-256 or a keyed token.
    static final Type HASH = Types.FixedType.ofLength(32);

    private static final Type FINDINGS =
            ListType.ofRequired(
                    201,
                    StructType.of(
                            NestedField.required(202, "type", STRING),
                            NestedField.required(203, "count", INT),
                            NestedField.required(204, "likelihood", STRING),
                            NestedField.required(205, "origin", STRING),
                            NestedField.required(
                                    206, "sensitivities", ListType.ofRequired(207, STRING))));
    private static final Type SUBJECTS =
            ListType.ofRequired(
                    208,
                    StructType.of(
                            NestedField.required(209, "type", STRING),
                            NestedField.required(210, "token", HASH),
                            NestedField.required(211, "in_index", BOOLEAN)));
    private static final Type CAUSES =
            ListType.ofRequired(
                    212,
                    StructType.of(
                            NestedField.required(213, "chain", STRING),
                            NestedField.required(214, "seq", LONG),
                            NestedField.required(215, "leaf_hash", HASH)));
    private static final Type HINTS = ListType.ofRequired(216, STRING);
    private static final Type COVERAGE_REASONS = ListType.ofRequired(217, STRING);
    private static final Type REASONS = ListType.ofRequired(218, STRING);
    private static final Type CHANGED = ListType.ofRequired(219, STRING);
    private static final Type RULES = ListType.ofRequired(220, STRING);

    static final List<Column<ArchivedEntry>> ALL =
            List.of(
                    required(1, "chain", STRING, "Chain id.", e -> e.entry().getChain()),
                    required(
                            2,
                            "seq",
                            LONG,
                            "Number in the chain, from 0.",
                            e -> e.entry().getSeq()),
                    required(
                            3,
                            "leaf_hash",
                            HASH,
                            "SHA-256 of the leaf: the way to the proof.",
                            ArchivedEntry::hash),
                    required(4, "kind", STRING, "Entry kind.", e -> e.entry().getKind().name()),
                    required(
                            5,
                            "chained_at",
                            TIME,
                            "Append time of the record that caused the entry.",
                            e -> ArchivedEntry.micros(e.entry().getTimeMillis())),
                    required(
                            6,
                            "happened_at",
                            TIME,
                            "Event time; of an entry without an event the time it was chained.",
                            ArchivedEntry::happenedMicros),
                    optional(
                            7,
                            "person",
                            STRING,
                            "Person id by the directory of people.",
                            e -> e.person().orElse(null)),
                    event(
                            8,
                            "user_name",
                            STRING,
                            "User as the source spelt it.",
                            event -> event.getUser().orElse(null)),
                    event(
                            9,
                            "identity_basis",
                            STRING,
                            "How the person was established.",
                            event -> event.getIdentityBasis().name()),
                    optional(
                            10,
                            "department",
                            STRING,
                            "Department by the directory of people, else by the source.",
                            e -> e.department().orElse(null)),
                    event(
                            11,
                            "device",
                            STRING,
                            "Device name.",
                            event -> event.getDevice().orElse(null)),
                    event(
                            12,
                            "source_ip",
                            STRING,
                            "Address of the client.",
                            event -> event.getSourceIp().orElse(null)),
                    optional(
                            13,
                            "source_id",
                            STRING,
                            "Source id; of a rejection or duplicate too.",
                            EntryColumns::sourceId),
                    event(
                            14,
                            "source_format",
                            STRING,
                            "Input format.",
                            event -> event.getSource().getFormat()),
                    event(
                            15,
                            "source_authenticated",
                            BOOLEAN,
                            "Whether the producer was authenticated.",
                            event -> event.getSource().getAuthenticated()),
                    event(
                            16,
                            "vendor",
                            STRING,
                            "Vendor at the other end.",
                            event -> event.getDestination().getVendor()),
                    event(
                            17,
                            "product",
                            STRING,
                            "Product at the other end.",
                            event -> event.getDestination().getProduct()),
                    event(
                            18,
                            "service",
                            STRING,
                            "The catalogue's id of the service.",
                            event -> event.getDestination().getService().orElse(null)),
                    event(19, "host", STRING, "Host name.", event -> event.getHost().orElse(null)),
                    event(
                            20,
                            "host_role",
                            STRING,
                            "What the host is for.",
                            event -> event.getDestination().getHostRole().name()),
                    event(
                            21,
                            "activity",
                            STRING,
                            "What the request did.",
                            event -> event.getDestination().getActivity()),
                    event(
                            22,
                            "feature",
                            STRING,
                            "Part of the product.",
                            event -> event.getDestination().getFeature().orElse(null)),
                    event(
                            23,
                            "model",
                            STRING,
                            "Model that was asked.",
                            event -> event.getModel().orElse(null)),
                    event(
                            24,
                            "application",
                            STRING,
                            "Application that called.",
                            event -> event.getApplication().orElse(null)),
                    event(
                            25,
                            "account",
                            STRING,
                            "CORPORATE, PERSONAL or UNKNOWN.",
                            event -> event.getDestination().getAccount().name()),
                    event(
                            26,
                            "org",
                            STRING,
                            "Organisation of the account.",
                            event -> event.getDestination().getOrg().orElse(null)),
                    event(
                            27,
                            "method",
                            STRING,
                            "HTTP method.",
                            event -> event.getMethod().orElse(null)),
                    event(
                            28,
                            "status",
                            INT,
                            "HTTP status.",
                            event -> event.getStatus().orElse(null)),
                    event(
                            29,
                            "bytes_up",
                            LONG,
                            "Bytes to the service.",
                            event -> event.getBytesUp().orElse(null)),
                    event(
                            30,
                            "bytes_down",
                            LONG,
                            "Bytes from the service.",
                            event -> event.getBytesDown().orElse(null)),
                    event(
                            31,
                            "action",
                            STRING,
                            "What the proxy or gateway did.",
                            event -> event.getAction().name()),
                    event(
                            32,
                            "user_agent_class",
                            STRING,
                            "Kind of program that called.",
                            event -> event.getUserAgentClass().map(Enum::name).orElse(null)),
                    event(
                            33,
                            "visibility",
                            STRING,
                            "What of the exchange the source could show.",
                            event -> event.getDestination().getVisibility().name()),
                    event(
                            34,
                            "inspected",
                            STRING,
                            "How far the content was read.",
                            event -> event.getContent().getInspected().name()),
                    event(
                            35,
                            "inspected_reason",
                            STRING,
                            "Why it is not FULL; else empty.",
                            event -> event.getContent().getInspectedReason()),
                    event(
                            36,
                            "phi",
                            BOOLEAN,
                            "Whether it held PHI; null is undecided.",
                            event -> event.getContent().getPhi().orElse(null)),
                    event(
                            37,
                            "phi_reason",
                            STRING,
                            "The rule that decided about PHI.",
                            event -> event.getContent().getPhiReason()),
                    optional(
                            38,
                            "findings",
                            FINDINGS,
                            "Findings: info type, count, likelihood, origin, stricter rules.",
                            EntryColumns::findings),
                    optional(
                            39,
                            "subjects",
                            SUBJECTS,
                            "Subject tokens: info type, token, whether the patient index names the patient.",
                            EntryColumns::subjects),
                    event(
                            40,
                            "hints",
                            HINTS,
                            "Hints in the content.",
                            event -> event.getContent().getHints()),
                    event(
                            41,
                            "coverage",
                            STRING,
                            "COVERED, NOT_COVERED or UNKNOWN.",
                            event -> event.getCoverage().getState().name()),
                    event(
                            42,
                            "baa",
                            STRING,
                            "The BAA register row that decided.",
                            event -> event.getCoverage().getBaa().orElse(null)),
                    event(
                            43,
                            "coverage_reasons",
                            COVERAGE_REASONS,
                            "Why the coverage is so.",
                            event -> event.getCoverage().getReasons()),
                    event(
                            44,
                            "disposition",
                            STRING,
                            "PERMITTED, REVIEW or VIOLATION.",
                            event -> event.getDisposition().name()),
                    optional(
                            45,
                            "severity",
                            STRING,
                            "Severity of the event or alert.",
                            EntryColumns::severity),
                    event(
                            46,
                            "reasons",
                            REASONS,
                            "Why the verdict is so.",
                            event -> event.getReasons()),
                    optional(
                            47,
                            "policy",
                            HASH,
                            "SHA-256 of the policy that judged, or that a policy entry names.",
                            EntryColumns::policy),
                    event(
                            48,
                            "fingerprint",
                            HASH,
                            "Keyed token of the message text.",
                            event ->
                                    event.getContentFingerprint()
                                            .map(EntryColumns::token)
                                            .orElse(null)),
                    event(
                            49,
                            "path_token",
                            HASH,
                            "Keyed token of the path.",
                            event -> event.getPathToken().map(EntryColumns::token).orElse(null)),
                    event(
                            50,
                            "session",
                            STRING,
                            "The source's id of the session.",
                            event -> event.getSession().orElse(null)),
                    event(
                            51,
                            "transaction",
                            STRING,
                            "The source's id of the exchange.",
                            event -> event.getTransaction().orElse(null)),
                    event(
                            52,
                            "history",
                            BOOLEAN,
                            "Brought in as history.",
                            event -> event.getHistory()),
                    optional(
                            53,
                            "evidence_kid",
                            STRING,
                            "Key of the sealed evidence.",
                            e -> EntryEvidence.of(e.entry()).map(EvidenceRef::getKid).orElse(null)),
                    optional(
                            54,
                            "evidence_ciphertext",
                            HASH,
                            "SHA-256 of the sealed evidence.",
                            e ->
                                    EntryEvidence.of(e.entry())
                                            .map(ref ->
                                                    ArchivedEntry.bytes(
                                                            ref.getCiphertext().bytes()))
                                            .orElse(null)),
                    optional(
                            55,
                            "evidence_bytes",
                            LONG,
                            "Bytes of the evidence in clear.",
                            e ->
                                    EntryEvidence.of(e.entry())
                                            .map(EvidenceRef::getPlaintextBytes)
                                            .orElse(null)),
                    optional(
                            56,
                            "amends_chain",
                            STRING,
                            "Chain of the entry that an amendment amends.",
                            e -> EntryColumns.original(e).map(EntryRef::getChain).orElse(null)),
                    optional(
                            57,
                            "amends_seq",
                            LONG,
                            "Its number.",
                            e -> EntryColumns.original(e).map(EntryRef::getSeq).orElse(null)),
                    optional(
                            58,
                            "amends_leaf_hash",
                            HASH,
                            "Its leaf hash.",
                            e ->
                                    EntryColumns.original(e)
                                            .map(ref ->
                                                    ArchivedEntry.bytes(ref.getLeafHash().bytes()))
                                            .orElse(null)),
                    optional(
                            59,
                            "changed",
                            CHANGED,
                            "What the amendment changed.",
                            e ->
                                    e.entry()
                                            .getAmendment()
                                            .map(AmendmentEntry::getChanged)
                                            .orElse(null)),
                    optional(
                            60,
                            "basis",
                            STRING,
                            "How the amendment became known.",
                            e ->
                                    e.entry()
                                            .getAmendment()
                                            .map(AmendmentEntry::getBasis)
                                            .orElse(null)),
                    optional(
                            61,
                            "alert_id",
                            STRING,
                            "Id of the alert.",
                            e -> e.entry().getAlert().map(AlertEntry::getAlertId).orElse(null)),
                    optional(
                            62,
                            "alert_class",
                            STRING,
                            "Class of the alert.",
                            e -> e.entry().getAlert().map(AlertEntry::getAlertClass).orElse(null)),
                    optional(
                            63,
                            "alert_group",
                            STRING,
                            "Group of the alert, or that a review closes.",
                            EntryColumns::alertGroup),
                    optional(
                            64,
                            "rules",
                            RULES,
                            "Rules of the alert or review.",
                            EntryColumns::rules),
                    optional(
                            65,
                            "causes",
                            CAUSES,
                            "Entries that caused the alert.",
                            EntryColumns::causes),
                    optional(
                            66,
                            "actor",
                            STRING,
                            "Who accessed, reviewed or worked at a case.",
                            EntryColumns::actor),
                    optional(
                            67,
                            "act",
                            STRING,
                            "What was accessed or done, or what the review found.",
                            EntryColumns::act),
                    optional(68, "purpose", STRING, "Why.", EntryColumns::purpose),
                    optional(
                            69,
                            "act_count",
                            LONG,
                            "How many values the access was about.",
                            e -> e.entry().getAccess().map(AccessEntry::getCount).orElse(null)),
                    optional(
                            70,
                            "about_kind",
                            STRING,
                            "What kind of thing a review is about.",
                            e ->
                                    e.entry()
                                            .getReview()
                                            .map(review -> review.getAboutKind().name())
                                            .orElse(null)),
                    optional(
                            71,
                            "about",
                            STRING,
                            "Whom or what a review is about.",
                            e -> e.entry().getReview().map(ReviewEntry::getAbout).orElse(null)),
                    optional(
                            72,
                            "code",
                            STRING,
                            "Code of the rejection or incident.",
                            EntryColumns::code),
                    optional(
                            73,
                            "input_topic",
                            STRING,
                            "Topic of the input record.",
                            e -> EntryColumns.input(e).map(Coordinates::getTopic).orElse(null)),
                    optional(
                            74,
                            "input_partition",
                            INT,
                            "Its partition.",
                            e -> EntryColumns.input(e).map(Coordinates::getPartition).orElse(null)),
                    optional(
                            75,
                            "input_offset",
                            LONG,
                            "Its offset; of a gap the first offset.",
                            e -> EntryColumns.input(e).map(Coordinates::getOffset).orElse(null)),
                    optional(
                            76,
                            "input_to",
                            LONG,
                            "Of a gap: the offset behind its last.",
                            e -> e.entry().getGap().map(GapEntry::getToOffset).orElse(null)),
                    event(
                            77,
                            "drill",
                            STRING,
                            "Id of the drill that the event belongs to: no disclosure, and left out of counts.",
                            event -> event.getDrill().orElse(null)),
                    optional(
                            78,
                            "query",
                            STRING,
                            "What was asked of the archive, or the part of the log that was examined is about, without literals.",
                            e ->
                                    e.entry()
                                            .getAccess()
                                            .flatMap(AccessEntry::getQuery)
                                            .or(() -> examined(e).flatMap(ExaminedPart::getQuery))
                                            .orElse(null)),
                    optional(
                            79,
                            "case_id",
                            STRING,
                            "The case of a decision or notice.",
                            e ->
                                    e.entry()
                                            .getDecision()
                                            .map(DecisionEntry::getCaseId)
                                            .or(() ->
                                                    e.entry()
                                                            .getNotice()
                                                            .map(NoticeEntry::getCaseId))
                                            .orElse(null)),
                    optional(
                            80,
                            "case_step",
                            LONG,
                            "Its step.",
                            e ->
                                    e.entry()
                                            .getDecision()
                                            .map(DecisionEntry::getStep)
                                            .or(() ->
                                                    e.entry().getNotice().map(NoticeEntry::getStep))
                                            .orElse(null)),
                    optional(
                            81,
                            "outcome",
                            STRING,
                            "What a case was proposed or decided to be, or what came out of examining a part of the log.",
                            e ->
                                    e.entry()
                                            .getDecision()
                                            .flatMap(DecisionEntry::getOutcome)
                                            .or(() -> examined(e).map(ExaminedPart::getOutcome))
                                            .orElse(null)),
                    optional(
                            82,
                            "examined_from",
                            TIME,
                            "Of a review of the log: from when on, by the times of seals.",
                            e ->
                                    examined(e)
                                            .map(part -> ArchivedEntry.micros(part.getFromMillis()))
                                            .orElse(null)),
                    optional(
                            83,
                            "examined_to",
                            TIME,
                            "... and until before when.",
                            e ->
                                    examined(e)
                                            .map(part -> ArchivedEntry.micros(part.getToMillis()))
                                            .orElse(null)),
                    optional(
                            84,
                            "examined_from_leaf",
                            LONG,
                            "The first of its leaves.",
                            e -> examined(e).map(ExaminedPart::getFromLeaf).orElse(null)),
                    optional(
                            85,
                            "examined_to_leaf",
                            LONG,
                            "The one after the last.",
                            e -> examined(e).map(ExaminedPart::getToLeaf).orElse(null)),
                    optional(
                            86,
                            "examined_chain",
                            STRING,
                            "The chain that was looked at; of all, none.",
                            e ->
                                    examined(e)
                                            .map(ExaminedPart::getChain)
                                            .filter(chain -> !chain.isEmpty())
                                            .orElse(null)),
                    event(
                            87,
                            "more_patients",
                            LONG,
                            "Further patients of the index, whom the entry has no room to name.",
                            event -> more(event, MoreSubjects::getPatients)),
                    event(
                            88,
                            "more_identifiers",
                            LONG,
                            "Further identifiers that the index does not know, likewise.",
                            event -> more(event, MoreSubjects::getOthers)));

    static final Schema SCHEMA = Column.schema(ALL);

    private EntryColumns() {}

    /// A column that only an event has, or an amendment by the event that it states.
    private static Column<ArchivedEntry> event(
            int id,
            String name,
            Type type,
            String doc,
            Function<EventEntry, @Nullable Object> value) {
        return optional(
                id,
                name,
                type,
                doc,
                e -> {
                    Optional<EventEntry> event = e.event();
                    return event.isPresent() ? value.apply(event.get()) : null;
                });
    }

    private static Optional<ExaminedPart> examined(ArchivedEntry e) {
        return e.entry().getReview().flatMap(ReviewEntry::getExamined);
    }

    static ByteBuffer token(Token token) {
        return ArchivedEntry.bytes(token.bytes());
    }

    private static @Nullable Object sourceId(ArchivedEntry e) {
        return e.event()
                .map(EventEntry::getSource)
                .or(() -> e.entry().getRejection().map(rejection -> rejection.getSource()))
                .or(() -> e.entry().getDuplicate().map(duplicate -> duplicate.getSource()))
                .map(source -> source.getId())
                .orElse(null);
    }

    private static @Nullable Object findings(ArchivedEntry e) {
        Optional<EventEntry> event = e.event();
        if (event.isEmpty()) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (FindingCount finding : event.get().getContent().getFindings()) {
            rows.add(
                    Row.of(
                            finding.getType(),
                            finding.getCount(),
                            finding.getLikelihood().name(),
                            finding.getOrigin().name(),
                            finding.getSensitivities().stream().map(Enum::name).toList()));
        }
        return rows;
    }

    private static @Nullable Object subjects(ArchivedEntry e) {
        Optional<EventEntry> event = e.event();
        if (event.isEmpty()) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (Subject subject : event.get().getSubjects()) {
            rows.add(Row.of(subject.getType(), token(subject.getToken()), subject.getInIndex()));
        }
        return rows;
    }

    private static @Nullable Object more(EventEntry event, ToIntFunction<MoreSubjects> count) {
        return event.getMoreSubjects().map(more -> (long) count.applyAsInt(more)).orElse(null);
    }

    private static @Nullable Object severity(ArchivedEntry e) {
        Optional<Severity> severity =
                e.event()
                        .map(EventEntry::getSeverity)
                        .or(() -> e.entry().getAlert().map(AlertEntry::getSeverity));
        return severity.map(Enum::name).orElse(null);
    }

    private static @Nullable Object policy(ArchivedEntry e) {
        return e.event()
                .map(EventEntry::getPolicy)
                .or(() -> e.entry().getPolicy().map(PolicyEntry::getSha256))
                .map(hash -> ArchivedEntry.bytes(hash.bytes()))
                .orElse(null);
    }

    private static Optional<EntryRef> original(ArchivedEntry e) {
        return e.entry().getAmendment().map(AmendmentEntry::getOriginal);
    }

    /// The first alert of a group names no group: its own id is the group's.
    private static @Nullable Object alertGroup(ArchivedEntry e) {
        return e.entry()
                .getAlert()
                .map(alert -> alert.getGroup().isEmpty() ? alert.getAlertId() : alert.getGroup())
                .or(() -> e.entry().getReview().map(ReviewEntry::getAlertId))
                .orElse(null);
    }

    private static @Nullable Object rules(ArchivedEntry e) {
        return e.entry()
                .getAlert()
                .map(AlertEntry::getRules)
                .or(() -> e.entry().getReview().map(ReviewEntry::getRules))
                .orElse(null);
    }

    private static @Nullable Object causes(ArchivedEntry e) {
        Optional<AlertEntry> alert = e.entry().getAlert();
        if (alert.isEmpty()) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (EntryRef cause : alert.get().getCauses()) {
            rows.add(
                    Row.of(
                            cause.getChain(),
                            cause.getSeq(),
                            ArchivedEntry.bytes(cause.getLeafHash().bytes())));
        }
        return rows;
    }

    private static @Nullable Object actor(ArchivedEntry e) {
        return e.entry()
                .getAccess()
                .map(AccessEntry::getPerson)
                .or(() -> e.entry().getReview().map(ReviewEntry::getPerson))
                .or(() -> e.entry().getDecision().map(DecisionEntry::getPerson))
                .or(() -> e.entry().getNotice().map(NoticeEntry::getPerson))
                .orElse(null);
    }

    private static @Nullable Object act(ArchivedEntry e) {
        return e.entry()
                .getAccess()
                .map(AccessEntry::getAction)
                .or(() -> e.entry().getReview().map(review -> review.getVerdict().name()))
                .or(() -> e.entry().getDecision().map(DecisionEntry::getAct))
                .or(() -> e.entry().getNotice().map(NoticeEntry::getRecipient))
                .orElse(null);
    }

    private static @Nullable Object purpose(ArchivedEntry e) {
        return e.entry()
                .getAccess()
                .map(AccessEntry::getPurpose)
                .or(() -> e.entry().getReview().map(ReviewEntry::getReason))
                .orElse(null);
    }

    private static @Nullable Object code(ArchivedEntry e) {
        return e.entry()
                .getRejection()
                .map(RejectionEntry::getCode)
                .or(() -> e.entry().getIncident().map(IncidentEntry::getCode))
                .orElse(null);
    }

    private static Optional<Coordinates> input(ArchivedEntry e) {
        return e.event()
                .map(EventEntry::getInput)
                .or(() -> e.entry().getRejection().map(RejectionEntry::getInput))
                .or(() -> e.entry().getDuplicate().map(duplicate -> duplicate.getInput()))
                .or(() -> e.entry().getIncident().flatMap(IncidentEntry::getInput))
                .or(() ->
                        e.entry()
                                .getGap()
                                .map(gap ->
                                        new Coordinates(
                                                gap.getTopic(),
                                                gap.getPartition(),
                                                gap.getFromOffset())));
    }
}
