package io.countersign.audit.chain;

import io.countersign.audit.note.KeyStatement;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.GapEntry;
import io.countersign.schemas.InputStart;
import io.countersign.schemas.InputTally;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.ReconcileDifference;
import io.countersign.schemas.ReconcileEntry;
import io.countersign.schemas.ReconciledAlerts;
import io.countersign.schemas.ReconciledChain;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.Sensitivity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What each text field of an entry may hold; `docs/spec/entry.md` has the table. The log is public
/// to its auditors and cannot be cleaned, so whoever makes an entry asks first, and tokenises or
/// leaves out what does not match. Stateless; linear in the text; safe for any thread.
public final class EntryGrammar {
    public static final int MAX_TOPIC_CHARS = 249;
    public static final int MAX_CODE_CHARS = 64;
    public static final int MAX_ORIGIN_CHARS = 255;
    public static final int MAX_ID_CHARS = 128;
    public static final int MAX_NAME_CHARS = 128;
    public static final int MAX_MODEL_CHARS = 256;
    public static final int MAX_USER_CODE_POINTS = 256;
    public static final int MAX_DEVICE_CHARS = 128;
    public static final int MAX_HOST_CHARS = 253;
    public static final int MAX_LABEL_CHARS = 63;
    public static final int MAX_METHOD_CHARS = 32;
    public static final int MAX_FORMAT_CHARS = 64;
    public static final int MAX_DETAIL_KEY_CHARS = 32;
    public static final int MAX_DETAIL_CHARS = 200;

    public static final int MAX_QUERY_CHARS = 2_000;

    /// Faults that [#faults(AuditEntry)] lists before it stops.
    public static final int MAX_FAULTS = 16;

    public static final int MAX_DEPARTMENT_CODE_POINTS = 128;

    private static final AsciiSet TOPIC = AsciiSet.of("A-Za-z0-9._-");
    private static final AsciiSet CODE = AsciiSet.of("A-Z0-9_");
    private static final AsciiSet ID = AsciiSet.of("A-Za-z0-9._:@/+=-");
    private static final AsciiSet NAME = AsciiSet.of("A-Za-z0-9 ._:&+()/,'-");
    private static final AsciiSet MODEL = AsciiSet.of("A-Za-z0-9._:/@+-");
    private static final AsciiSet DEVICE = AsciiSet.of("A-Za-z0-9._:$-");
    private static final AsciiSet HOST = AsciiSet.of("a-z0-9._-");
    private static final AsciiSet IPV6 = AsciiSet.of("0-9A-Fa-f:.");
    private static final AsciiSet METHOD = AsciiSet.of("A-Z-");
    private static final AsciiSet FORMAT = AsciiSet.of("a-z0-9._-");
    private static final AsciiSet DETAIL_KEY = AsciiSet.of("a-z_");
    private static final AsciiSet DETAIL = AsciiSet.of("A-Za-z0-9 ._:;@&+()/,'%*=-");
    private static final AsciiSet QUERY = AsciiSet.of("A-Za-z0-9 _.:;&+()/,%*=<>!?[]{}|^~@#-");
    private static final AsciiSet VKEY = AsciiSet.of("A-Za-z0-9._:/+=-");

    private static final AsciiSet ORIGIN = AsciiSet.of("A-Za-z0-9._:/-");

    private EntryGrammar() {}

    /// A Kafka topic: 1 to 249 of `A-Z a-z 0-9 . _ -`.
    public static boolean topic(String text) {
        return TOPIC.covers(text, MAX_TOPIC_CHARS);
    }

    /// A topic of ours, or `cluster/topic` of another cluster, each part a [#topic(String)].
    public static boolean gapTopic(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? topic(text)
                : topic(text.substring(0, slash)) && topic(text.substring(slash + 1));
    }

    /// Whether a gap is one of another cluster, where nothing of ours is to be accounted for.
    public static boolean isForeign(GapEntry gap) {
        return gap.getTopic().indexOf('/') >= 0;
    }

    /// A chain id, `topic/partition@generation`.
    public static boolean chain(String text) {
        try {
            ChainId.parse(text);
            return true;
        } catch (IllegalArgumentException _unfit) {
            return false;
        }
    }

    /// The name of a log: 1 to 255 of `A-Z a-z 0-9 . _ : / -`.
    public static boolean origin(String text) {
        return ORIGIN.covers(text, MAX_ORIGIN_CHARS);
    }

    /// The form of a vkey, whatever key it is.
    static boolean vkey(String text) {
        return VKEY.covers(text, EntryCodec.MAX_BODY_BYTES);
    }

    /// A code of ours or an info type: 1 to 64 of `A-Z 0-9 _`.
    public static boolean code(String text) {
        return CODE.covers(text, MAX_CODE_CHARS);
    }

    /// An id that somebody else gave, of an organisation, source, register row or alert: 1 to 128
    /// of `A-Z a-z 0-9 . _ : @ / + = -`.
    public static boolean id(String text) {
        return ID.covers(text, MAX_ID_CHARS);
    }

    /// A name from the catalogue (vendor, product) or the source's name of a service: 1 to 128 of
    /// `A-Z a-z 0-9 . _ : & + ( ) / , ' -` and space, no space at either end.
    public static boolean name(String text) {
        return NAME.covers(text, MAX_NAME_CHARS)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
    }

    /// A question to the archive without what it asks about: 1 to 2,000 of `A-Z a-z 0-9 _ . : ; & +
    /// ( ) / , % * = < > ! ? [ ] { } | ^ ~ @ # -` and space, no space at either end.
    public static boolean query(String text) {
        return QUERY.covers(text, MAX_QUERY_CHARS)
                && text.charAt(0) != ' '
                && text.charAt(text.length() - 1) != ' ';
    }

    /// The service by the source's name: a [#name(String)].
    public static boolean application(String text) {
        return name(text);
    }

    /// A model id, such as those of Bedrock or Vertex: 1 to 256 of `A-Z a-z 0-9 . _ : / @ + -`.
    public static boolean model(String text) {
        return MODEL.covers(text, MAX_MODEL_CHARS);
    }

    /// Where somebody works, as the source states it: 1 to 128 code points, letters, marks, digits,
    /// any of `. _ : & + ( ) / , ' -` and inner spaces U+0020.
    public static boolean department(String text) {
        int length = text.length();
        if (length == 0
                || length > 2 * MAX_DEPARTMENT_CODE_POINTS
                || text.charAt(0) == ' '
                || text.charAt(length - 1) == ' ') {
            return false;
        }
        int count = 0;
        for (int i = 0; i < length; count++) {
            int codePoint = text.codePointAt(i);
            boolean fits =
                    codePoint < 0x80
                            ? NAME.has((char) codePoint)
                            : printable(codePoint)
                                    && (Character.isLetterOrDigit(codePoint) || isMark(codePoint));
            if (!fits) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return count <= MAX_DEPARTMENT_CODE_POINTS;
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /// A workforce user as the source spelt it: 1 to 256 code points, letters, marks, digits,
    /// punctuation, symbols and inner spaces U+0020; no control or format characters, no lone
    /// surrogates, nothing unassigned.
    public static boolean user(String text) {
        int length = text.length();
        if (length == 0
                || length > 2 * MAX_USER_CODE_POINTS
                || text.charAt(0) == ' '
                || text.charAt(length - 1) == ' ') {
            return false;
        }
        int count = 0;
        for (int i = 0; i < length; count++) {
            int codePoint = text.codePointAt(i);
            if (!printable(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return count <= MAX_USER_CODE_POINTS;
    }

    /// A device name or id: 1 to 128 of `A-Z a-z 0-9 . _ : $ -`.
    public static boolean device(String text) {
        return DEVICE.covers(text, MAX_DEVICE_CHARS);
    }

    /// An IPv4 address of four decimal numbers, or an IPv6 address of at most 45 characters without
    /// zone.
    public static boolean ip(String text) {
        return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    }

    /// A host name in lower case of 1 to 253 of `a-z 0-9 . _ -`, labels of 1 to 63; or an address.
    public static boolean host(String text) {
        if (!HOST.covers(text, MAX_HOST_CHARS)) {
            return ip(text);
        }
        int label = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '.') {
                label++;
            } else if (label == 0) {
                return false;
            } else {
                label = 0;
            }
            if (label > MAX_LABEL_CHARS) {
                return false;
            }
        }
        return label > 0;
    }

    /// An HTTP method: 1 to 32 of `A-Z -`.
    public static boolean method(String text) {
        return METHOD.covers(text, MAX_METHOD_CHARS);
    }

    /// The name of an input format: 1 to 64 of `a-z 0-9 . _ -`.
    public static boolean format(String text) {
        return FORMAT.covers(text, MAX_FORMAT_CHARS);
    }

    /// A detail of a coverage: `key=value`, the key 1 to 32 of `a-z _`, the value 1 to 200 of `A-Z
    /// a-z 0-9 . _ : ; @ & + ( ) / , ' % * = -` and spaces.
    public static boolean detail(String text) {
        int equals = text.indexOf('=');
        return equals > 0
                && DETAIL_KEY.covers(text.substring(0, equals), MAX_DETAIL_KEY_CHARS)
                && DETAIL.covers(text.substring(equals + 1), MAX_DETAIL_CHARS);
    }

    /// A build or a policy version: an [#id(String)].
    public static boolean version(String text) {
        return id(text);
    }

    /// The form check of a verifier: the paths of the fields that break their grammar, without what
    /// they hold, at most [#MAX_FAULTS]. Empty where the entry is in form. A path ends with `:kind`
    /// where the entry does not carry exactly the sub-record of its kind.
    public static List<String> faults(AuditEntry entry) {
        Faults faults = new Faults(null);
        faults.require(":kind", carriesItsKind(entry));
        fields(faults, entry);
        return faults.paths();
    }

    /// The same without the `:kind`, for who checks that by itself.
    ///
    /// @param known what was found to fit in entries before
    public static List<String> fieldFaults(AuditEntry entry, FittingTexts known) {
        Faults faults = new Faults(known);
        fields(faults, entry);
        return faults.paths();
    }

    private static void fields(Faults faults, AuditEntry entry) {
        faults.check("chain", entry.getChain(), EntryGrammar::chain);
        faults.require("seq", entry.getSeq() >= 0);
        faults.require("timeMillis", entry.getTimeMillis() >= 0);
        // The one part that nearly every entry has.
        Optional<EventEntry> ofEvent = entry.getEvent();
        if (ofEvent.isPresent()) {
            event(faults, ofEvent.get());
        }
        entry.getTally()
                .ifPresent(tally -> tally.getInputs().forEach(input -> tally(faults, input)));
        entry.getGap()
                .ifPresent(gap -> {
                    faults.check("gap.topic", gap.getTopic(), EntryGrammar::gapTopic);
                    faults.require("gap.partition", gap.getPartition() >= 0);
                    faults.require(
                            "gap.toOffset",
                            0 <= gap.getFromOffset() && gap.getFromOffset() < gap.getToOffset());
                });
        entry.getRejection()
                .ifPresent(rejection -> {
                    coordinates(faults, "rejection.input", rejection.getInput());
                    source(faults, "rejection.source", rejection.getSource());
                    faults.check("rejection.code", rejection.getCode(), EntryGrammar::code);
                });
        entry.getDuplicate()
                .ifPresent(duplicate -> {
                    coordinates(faults, "duplicate.input", duplicate.getInput());
                    source(faults, "duplicate.source", duplicate.getSource());
                });
        entry.getAlert()
                .ifPresent(alert -> {
                    faults.check("alert.alertId", alert.getAlertId(), EntryGrammar::id);
                    faults.check("alert.alertClass", alert.getAlertClass(), EntryGrammar::code);
                    alert.getCauses().forEach(cause -> reference(faults, "alert.causes", cause));
                    faults.checkOrEmpty("alert.group", alert.getGroup(), EntryGrammar::id);
                    alert.getRules()
                            .forEach(rule -> faults.check("alert.rules", rule, EntryGrammar::code));
                });
        entry.getPolicy()
                .ifPresent(policy ->
                        faults.check("policy.version", policy.getVersion(), EntryGrammar::version));
        entry.getGenesis()
                .ifPresent(genesis -> {
                    faults.check("genesis.topic", genesis.getTopic(), EntryGrammar::topic);
                    faults.check("genesis.build", genesis.getBuild(), EntryGrammar::version);
                    faults.require("genesis.partitionCount", genesis.getPartitionCount() > 0);
                    faults.require("genesis.generation", genesis.getGeneration() > 0);
                    starts(faults, "genesis.inputs", genesis.getInputs());
                    genesis.getPreviousHeads()
                            .forEach(head -> reference(faults, "genesis.previousHeads", head));
                });
        entry.getClose()
                .ifPresent(close -> {
                    faults.check("close.reason", close.getReason(), EntryGrammar::code);
                    faults.checkOrEmpty("close.incident", close.getIncident(), EntryGrammar::code);
                    starts(faults, "close.inputs", close.getInputs());
                });
        entry.getTakeover()
                .ifPresent(takeover -> {
                    faults.check("takeover.build", takeover.getBuild(), EntryGrammar::version);
                    takeover.getPreviousLog().ifPresent(log -> LogGrammar.previousLog(faults, log));
                });
        entry.getIncident()
                .ifPresent(incident -> {
                    faults.check("incident.code", incident.getCode(), EntryGrammar::code);
                    incident.getInput()
                            .ifPresent(input -> coordinates(faults, "incident.input", input));
                    incident.getReference()
                            .ifPresent(reference ->
                                    reference(faults, "incident.reference", reference));
                });
        entry.getSeal().ifPresent(seal -> LogGrammar.seal(faults, seal));
        entry.getAccess()
                .ifPresent(access -> {
                    faults.check("access.accessId", access.getAccessId(), EntryGrammar::id);
                    faults.check("access.person", access.getPerson(), EntryGrammar::user);
                    faults.check("access.action", access.getAction(), EntryGrammar::code);
                    faults.check("access.purpose", access.getPurpose(), EntryGrammar::code);
                    faults.require("access.count", access.getCount() >= 0);
                    access.getApproval()
                            .ifPresent(approval ->
                                    KeepingGrammar.approval(faults, "access.approval", approval));
                    access.getQuery()
                            .ifPresent(query ->
                                    faults.check("access.query", query, EntryGrammar::query));
                    access.getReason()
                            .ifPresent(reason -> evidence(faults, "access.reason", reason));
                });
        entry.getKek().ifPresent(kek -> KeepingGrammar.kek(faults, kek));
        entry.getHold().ifPresent(hold -> KeepingGrammar.hold(faults, hold));
        entry.getShred().ifPresent(shred -> KeepingGrammar.shred(faults, shred));
        entry.getDisposal().ifPresent(disposal -> KeepingGrammar.disposal(faults, disposal));
        entry.getDecision().ifPresent(decision -> CaseGrammar.decision(faults, decision));
        entry.getNotice().ifPresent(notice -> CaseGrammar.notice(faults, notice));
        entry.getReview().ifPresent(review -> review(faults, review));
        entry.getAmendment().ifPresent(amendment -> amendment(faults, amendment));
        entry.getReconcile().ifPresent(reconcile -> reconcile(faults, reconcile));
        entry.getKey()
                .ifPresent(key -> {
                    faults.require("key.vkey", vkey(key.getVkey()));
                    faults.require("key.change", KeyStatement.CHANGES.contains(key.getChange()));
                    faults.require(
                            "key.signatures",
                            key.getSignatures().size() <= KeyStatement.MAX_SIGNATURES
                                    && key.getSignatures().stream()
                                            .allMatch(line ->
                                                    VKEY.covers(line, EntryCodec.MAX_BODY_BYTES)));
                    faults.require(
                            "key.since",
                            key.getSinceMillis().isEmpty()
                                    || key.getChange().equals(KeyStatement.REVOKED));
                });
        entry.getTimestamp()
                .ifPresent(stamp -> {
                    faults.require("timestamp.size", stamp.getSize() > 0);
                    faults.require(
                            "timestamp.response",
                            stamp.getResponse().isPresent() == stamp.getStampedMillis().isPresent()
                                    && stamp.getResponse().isPresent()
                                            != stamp.getWithoutSinceMillis().isPresent());
                });
    }

    private static void review(Faults faults, ReviewEntry review) {
        faults.check("review.alertId", review.getAlertId(), EntryGrammar::id);
        review.getRules().forEach(rule -> faults.check("review.rules", rule, EntryGrammar::code));
        faults.check("review.about", review.getAbout(), EntryGrammar::user);
        faults.check("review.person", review.getPerson(), EntryGrammar::user);
        faults.checkOrEmpty("review.reason", review.getReason(), EntryGrammar::code);
        faults.require("review.raisedMillis", review.getRaisedMillis() >= 0);
        review.getExamined()
                .ifPresent(part -> {
                    faults.require("review.rules", review.getRules().isEmpty());
                    ReviewGrammar.examined(faults, part);
                });
    }

    private static void amendment(Faults faults, AmendmentEntry amendment) {
        reference(faults, "amendment.original", amendment.getOriginal());
        amendment
                .getChanged()
                .forEach(code -> faults.check("amendment.changed", code, EntryGrammar::code));
        faults.check("amendment.basis", amendment.getBasis(), EntryGrammar::code);
        faults.require("amendment.windowMillis", amendment.getWindowMillis() >= 0);
        faults.require("amendment.ageMillis", amendment.getAgeMillis().orElse(0L) >= 0);
        amendment
                .getLearntFrom()
                .forEach(entry -> reference(faults, "amendment.learntFrom", entry));
        event(faults, amendment.getRevised());
    }

    private static void event(Faults faults, EventEntry event) {
        coordinates(faults, "event.input", event.getInput());
        source(faults, "event.source", event.getSource());
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
        event.getEvidence().ifPresent(evidence -> evidence(faults, "event.evidence", evidence));
    }

    static void evidence(Faults faults, String path, EvidenceRef ref) {
        faults.check(path + ".kid", ref.getKid(), EntryGrammar::id);
        faults.require(path + ".plaintextBytes", ref.getPlaintextBytes() >= 0);
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

    private static void tally(Faults faults, InputTally tally) {
        faults.check("tally.inputs.topic", tally.getTopic(), EntryGrammar::topic);
        faults.require("tally.inputs.partition", tally.getPartition() >= 0);
        faults.require(
                "tally.inputs.toOffset",
                0 <= tally.getFromOffset() && tally.getFromOffset() <= tally.getToOffset());
        tally.getCounts()
                .forEach(count -> faults.require("tally.inputs.counts", count.getCount() >= 0));
        tally.getHoles()
                .forEach(hole ->
                        faults.require(
                                "tally.inputs.holes", hole.getFromOffset() < hole.getToOffset()));
    }

    private static void coordinates(Faults faults, String path, Coordinates coordinates) {
        faults.check(path, ".topic", coordinates.getTopic(), EntryGrammar::topic);
        faults.require(path, ".partition", coordinates.getPartition() >= 0);
        faults.require(path, ".offset", coordinates.getOffset() >= 0);
    }

    private static void reconcile(Faults faults, ReconcileEntry reconcile) {
        faults.check("reconcile.reconcileId", reconcile.getReconcileId(), EntryGrammar::id);
        faults.check("reconcile.sink", reconcile.getSink(), EntryGrammar::id);
        faults.check("reconcile.type", reconcile.getType(), EntryGrammar::id);
        faults.require("reconcile.foreign", reconcile.getForeign() >= 0);
        for (ReconciledChain part : reconcile.getChains()) {
            faults.check("reconcile.chains.chain", part.getChain(), EntryGrammar::chain);
            faults.require("reconcile.chains.range", part.getFromSeq() >= 0);
            faults.require(
                    "reconcile.chains.counts",
                    addUp(
                            part.getToSeq() - part.getFromSeq(),
                            part.getNotSelected(),
                            part.getAcknowledged(),
                            part.getDeadLettered(),
                            part.getPending(),
                            part.getNotOnTopic()));
            faults.require(
                    "reconcile.chains.leaves",
                    part.getFromLeaf().isPresent() == part.getToLeaf().isPresent()
                            && part.getFromLeaf().orElse(0L) >= 0
                            && part.getToLeaf().orElse(0L) >= part.getFromLeaf().orElse(0L));
            part.getLog()
                    .ifPresent(
                            log -> faults.check("reconcile.chains.log", log, EntryGrammar::origin));
            for (ReconcileDifference difference : part.getDifferences()) {
                faults.check(
                        "reconcile.chains.differences.code",
                        difference.getCode(),
                        EntryGrammar::code);
                faults.require(
                        "reconcile.chains.differences.seq",
                        difference.getSeq() >= part.getFromSeq()
                                && difference.getSeq() < part.getToSeq());
            }
        }
        for (ReconciledAlerts part : reconcile.getAlerts()) {
            faults.require(
                    "reconcile.alerts.range",
                    part.getPartition() >= 0
                            && part.getFromOffset() >= 0
                            && part.getToOffset() >= part.getFromOffset());
            faults.require(
                    "reconcile.alerts.counts",
                    part.getNotSelected() >= 0
                            && part.getAcknowledged() >= 0
                            && part.getDeadLettered() >= 0
                            && part.getPending() >= 0);
        }
    }

    /// Without overflow: each summand may be anything.
    private static boolean addUp(long total, long... counts) {
        long left = total;
        for (long count : counts) {
            if (count < 0 || count > left) {
                return false;
            }
            left -= count;
        }
        return left == 0;
    }

    private static void source(Faults faults, String path, SourceRef source) {
        faults.checkOrEmpty(path, ".id", source.getId(), EntryGrammar::id);
        faults.checkOrEmpty(path, ".format", source.getFormat(), EntryGrammar::format);
        faults.require(path, ".seq", source.getSeq().isEmpty() || source.getSeq().get() >= 0);
    }

    private static void reference(Faults faults, String path, EntryRef reference) {
        faults.check(path, ".chain", reference.getChain(), EntryGrammar::chain);
        faults.require(path, ".seq", reference.getSeq() >= 0);
    }

    private static void starts(Faults faults, String path, List<InputStart> inputs) {
        for (InputStart input : inputs) {
            faults.check(path, ".topic", input.getTopic(), EntryGrammar::topic);
            faults.require(path, ".partition", input.getPartition() >= 0);
            faults.require(path, ".offset", input.getOffset() >= 0);
        }
    }

    private static boolean carriesItsKind(AuditEntry entry) {
        List<EntryKind> carried = new ArrayList<>(1);
        entry.getEvent().ifPresent(_part -> carried.add(EntryKind.EVENT));
        entry.getTally().ifPresent(_part -> carried.add(EntryKind.TALLY));
        entry.getGap().ifPresent(_part -> carried.add(EntryKind.GAP));
        entry.getRejection().ifPresent(_part -> carried.add(EntryKind.REJECTION));
        entry.getDuplicate().ifPresent(_part -> carried.add(EntryKind.DUPLICATE));
        entry.getAlert().ifPresent(_part -> carried.add(EntryKind.ALERT));
        entry.getPolicy().ifPresent(_part -> carried.add(EntryKind.POLICY));
        entry.getGenesis().ifPresent(_part -> carried.add(EntryKind.GENESIS));
        entry.getTakeover().ifPresent(_part -> carried.add(EntryKind.TAKEOVER));
        entry.getIncident().ifPresent(_part -> carried.add(EntryKind.INCIDENT));
        entry.getSeal().ifPresent(_part -> carried.add(EntryKind.SEAL));
        entry.getKey().ifPresent(_part -> carried.add(EntryKind.KEY));
        entry.getSchema$().ifPresent(_part -> carried.add(EntryKind.SCHEMA));
        entry.getTimestamp().ifPresent(_part -> carried.add(EntryKind.TIMESTAMP));
        entry.getAccess().ifPresent(_part -> carried.add(EntryKind.ACCESS));
        entry.getReview().ifPresent(_part -> carried.add(EntryKind.REVIEW));
        entry.getAmendment().ifPresent(_part -> carried.add(EntryKind.AMENDMENT));
        entry.getReconcile().ifPresent(_part -> carried.add(EntryKind.RECONCILE));
        entry.getHold().ifPresent(_part -> carried.add(EntryKind.HOLD));
        entry.getShred().ifPresent(_part -> carried.add(EntryKind.SHRED));
        entry.getKek().ifPresent(_part -> carried.add(EntryKind.KEK));
        entry.getClose().ifPresent(_part -> carried.add(EntryKind.CLOSE));
        entry.getDecision().ifPresent(_part -> carried.add(EntryKind.DECISION));
        entry.getNotice().ifPresent(_part -> carried.add(EntryKind.NOTICE));
        entry.getDisposal().ifPresent(_part -> carried.add(EntryKind.DISPOSAL));
        return carried.size() == 1 && carried.getFirst() == entry.getKind();
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

    private static boolean printable(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 0x20 && codePoint < 0x7F;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static boolean ipv4(String text) {
        int parts = 0;
        int value = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c >= '0' && c <= '9' && value != 0) {
                value = Math.max(value, 0) * 10 + (c - '0');
            } else if (c == '.' && value >= 0) {
                parts++;
                value = -1;
            } else {
                return false;
            }
            if (value > 255 || parts > 4) {
                return false;
            }
        }
        return parts == 4;
    }

    /// RFC 4291 section 2.2: eight groups of up to four hex digits, one run of them shortened to
    /// `::`, the last two perhaps an IPv4 address.
    private static boolean ipv6(String text) {
        if (!IPV6.covers(text, 45)) {
            return false;
        }
        int shortened = text.indexOf("::");
        if (shortened < 0) {
            return groups(text, true) == 8;
        }
        String left = text.substring(0, shortened);
        String right = text.substring(shortened + 2);
        int leftGroups = left.isEmpty() ? 0 : groups(left, false);
        int rightGroups = right.isEmpty() ? 0 : groups(right, true);
        return leftGroups >= 0 && rightGroups >= 0 && leftGroups + rightGroups <= 7;
    }

    /// @return the number of 16-bit groups, or -1 where the text is none
    private static int groups(String text, boolean mayEndInIpv4) {
        int count = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ':') {
                continue;
            }
            String group = text.substring(start, i);
            start = i + 1;
            if (group.indexOf('.') >= 0) {
                return mayEndInIpv4 && i == text.length() && ipv4(group) ? count + 2 : -1;
            }
            if (group.isEmpty() || group.length() > 4) {
                return -1;
            }
            count++;
        }
        return count;
    }

    /// The paths of the fields that break their grammar.
    static final class Faults {
        private final @Nullable FittingTexts known;

        /// Empty for nearly every entry, and then nothing is made.
        private List<String> paths = List.of();

        /// @param known what fitted before; null where nobody keeps that
        Faults(@Nullable FittingTexts known) {
            this.known = known;
        }

        List<String> paths() {
            return paths.isEmpty() ? paths : List.copyOf(paths);
        }

        void check(String path, String value, Predicate<String> grammar) {
            require(path, "", fits(value, grammar));
        }

        /// @param part of the path, put behind it only where there is a fault to name
        void check(String path, String part, String value, Predicate<String> grammar) {
            require(path, part, fits(value, grammar));
        }

        void check(String path, Optional<String> value, Predicate<String> grammar) {
            require(path, "", value.isEmpty() || fits(value.get(), grammar));
        }

        void checkOrEmpty(String path, String value, Predicate<String> grammar) {
            require(path, "", value.isEmpty() || fits(value, grammar));
        }

        void checkOrEmpty(String path, String part, String value, Predicate<String> grammar) {
            require(path, part, value.isEmpty() || fits(value, grammar));
        }

        private boolean fits(String value, Predicate<String> grammar) {
            return known == null ? grammar.test(value) : known.fits(value, grammar);
        }

        void require(String path, boolean holds) {
            require(path, "", holds);
        }

        void require(String path, String part, boolean holds) {
            if (!holds && paths.size() < MAX_FAULTS) {
                paths = paths.isEmpty() ? new ArrayList<>() : paths;
                paths.add(path + part);
            }
        }
    }
}
