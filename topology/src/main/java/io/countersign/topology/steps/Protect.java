package io.countersign.topology.steps;

import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.evidence.AccessReason;
import io.countersign.audit.evidence.EvidenceSealer;
import io.countersign.audit.evidence.Sealed;
import io.countersign.audit.tokens.DrillMark;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.Finding;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.Sensitivity;
import io.countersign.detectors.destination.AccountEvidence;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.identity.Who;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.Reported;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.Account;
import io.countersign.schemas.Action;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.Coordinates;
import io.countersign.schemas.CoveragePart;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.DuplicateEntry;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Hash;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.IdentityBasis;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Origin;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.RefusedRecord;
import io.countersign.schemas.RejectionEntry;
import io.countersign.schemas.Severity;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Visibility;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.sources.UserAgentClass;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The border: what goes in may hold PHI, what comes out holds classes, counts, keyed tokens and
/// sealed evidence.
///
/// A text field that does not match the entry's grammar is left out of the entry; the reasons then
/// carry `FIELD_WITHHELD`. One instance serves one thread.
public final class Protect {
    /// An entry lists at most so many pieces of account evidence.
    public static final int MAX_EVIDENCE = 16;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");

    private final TokenKeys tokens;
    private final EvidenceSealer evidence;

    public Protect(TokenKeys tokens, EvidenceSealer evidence) {
        this.tokens = tokens;
        this.evidence = evidence;
    }

    /// @param entry the part for the audit entry
    /// @param envelope the sealed evidence, empty where nothing needs to be kept
    public record Protected(EventEntry entry, Optional<EvidenceEnvelope> envelope) {}

    /// @param chain the chain that the entry goes to
    /// @param seq the entry's sequence number there; sealed evidence is bound to both
    public Protected protect(Passage.Judged judged, String chain, long seq) {
        Event event = judged.event();
        Set<String> reasons = new LinkedHashSet<>(judged.destination().reasons());
        reasons.addAll(judged.verdict().reasons());
        Disposition disposition = Disposition.valueOf(judged.verdict().disposition().name());
        Optional<Sealed> sealed = seal(judged, disposition, chain, seq, reasons);
        Subjects subjects = Subjects.of(judged.content(), judged.time(), tokens);
        subjects.cut().ifPresent(reasons::add);
        Grammar grammar = new Grammar(reasons);
        EventEntry entry =
                EventEntry.newBuilder()
                        .setInput(coordinates(judged.raw()))
                        .setSource(source(judged.raw()))
                        .setTimeMillis(judged.time().toEpochMilli())
                        .setTimeBasis(timeBasis(judged))
                        .setTimeReplaced(judged.inspected().located().received().timeReplaced())
                        .setUser(grammar.pass(event.user(), EntryGrammar::user))
                        .setIdentityBasis(
                                judged.who().filter(Who::byLease).isPresent()
                                        ? IdentityBasis.LEASE
                                        : IdentityBasis.valueOf(event.identityBasis().name()))
                        .setPerson(judged.who().map(who -> person(who, judged)).orElse(null))
                        .setDevice(grammar.pass(event.device(), EntryGrammar::device))
                        .setSourceIp(grammar.pass(event.sourceIp(), EntryGrammar::ip))
                        .setHost(grammar.pass(event.destinationHost(), EntryGrammar::host))
                        .setMethod(grammar.pass(event.method(), EntryGrammar::method))
                        .setStatus(boxed(event.status()))
                        .setBytesUp(boxed(event.bytesUp()))
                        .setBytesDown(boxed(event.bytesDown()))
                        .setAction(Action.valueOf(event.action().name()))
                        .setApplication(
                                grammar.pass(event.application(), EntryGrammar::application))
                        .setModel(grammar.pass(event.model(), EntryGrammar::model))
                        .setInputTokens(boxed(event.inputTokens()))
                        .setOutputTokens(boxed(event.outputTokens()))
                        .setDestination(destination(judged.destination(), judged.time()))
                        .setContent(content(judged.content()))
                        .setCoverage(coverage(judged, grammar))
                        .setDisposition(disposition)
                        .setSeverity(Severity.valueOf(judged.verdict().severity().name()))
                        .setReasons(List.copyOf(reasons))
                        .setPolicy(judged.policy().sha256())
                        .setSubjects(subjects.named())
                        .setMoreSubjects(subjects.more())
                        .setEvidence(reference(sealed))
                        .setDepartment(
                                passOrToken(
                                        event.department(),
                                        EntryGrammar::department,
                                        "DEPARTMENT",
                                        judged.time()))
                        .setUserAgentClass(
                                io.countersign.schemas.UserAgentClass.valueOf(
                                        UserAgentClass.of(event.userAgent()).name()))
                        .setContentFingerprint(fingerprint(judged))
                        .setTransaction(
                                passOrToken(
                                        event.transactionId(),
                                        EntryGrammar::id,
                                        "TRANSACTION",
                                        judged.time()))
                        .setSession(
                                passOrToken(
                                        event.sessionId(),
                                        EntryGrammar::id,
                                        "SESSION",
                                        judged.time()))
                        .setHistory(judged.raw().history())
                        .setPathToken(pathToken(judged))
                        .setDurationMillis(boxed(event.elapsedMillis()))
                        .setDrill(drill(judged))
                        .build();
        return new Protected(entry, sealed.map(Sealed::envelope));
    }

    /// @param entry the part for the audit entry
    /// @param envelope its reason, sealed in the entry's place; empty where none was given
    public record ProtectedAccess(AccessEntry entry, Optional<EvidenceEnvelope> envelope) {}

    /// The entry of an access. The reason came sealed for the way, and is sealed again in the
    /// entry's place.
    ///
    /// @return empty where there is no access, or a reason that is not its own
    public Optional<ProtectedAccess> access(
            ControlRecord control, String chain, long seq, Instant time) {
        Optional<AccessEntry> access = control.getAccess();
        if (access.isEmpty()
                || access.get().getReason().isPresent() != control.getReason().isPresent()) {
            return Optional.empty();
        }
        if (control.getReason().isEmpty()) {
            return access.map(asked -> new ProtectedAccess(asked, Optional.empty()));
        }
        return AccessReason.sealAgain(
                        evidence, access.get(), control.getReason().get(), chain, seq, time)
                .map(sealed ->
                        new ProtectedAccess(
                                AccessReason.with(sealed.ref(), access.get()),
                                Optional.of(sealed.envelope())));
    }

    /// The entry of a record that is no event. The digest is keyed, since short payloads can be
    /// guessed.
    public RejectionEntry rejection(RawRecord raw, String code) {
        return new RejectionEntry(
                coordinates(raw), source(raw), code, (long) raw.payload().length, digest(raw));
    }

    /// The entry of a record that intake refused; its place is that of the control record which
    /// says so.
    public static RejectionEntry refusal(RawRecord control, RefusedRecord refused) {
        SourceRef source = refused.getSource();
        boolean plain = EntryGrammar.id(source.getId()) && EntryGrammar.format(source.getFormat());
        return new RejectionEntry(
                coordinates(control),
                plain ? source : new SourceRef("", null, "", false),
                EntryGrammar.code(refused.getCode()) ? refused.getCode() : "REFUSED",
                refused.getPayloadBytes(),
                refused.getPayloadDigest());
    }

    /// The entry of a record whose source sequence number came before with another payload.
    public DuplicateEntry duplicate(RawRecord raw) {
        return new DuplicateEntry(
                coordinates(raw), source(raw), (long) raw.payload().length, digest(raw));
    }

    /// Tells a payload from another of the same source; stays in the topology's own state.
    public long mark(RawRecord raw) {
        return tokens.payloadMark(raw.payload());
    }

    /// Whether intake proves with this header that it knew the source of a record.
    public boolean isProof(
            byte[] header, String format, String sourceId, long seq, byte[] payload) {
        return MessageDigest.isEqual(header, tokens.sourceProof(format, sourceId, seq, payload));
    }

    /// Keyed digest of a raw payload.
    private Token digest(RawRecord raw) {
        return tokens.payloadDigest(year(Instant.ofEpochMilli(raw.appendMillis())), raw.payload());
    }

    private static int year(Instant time) {
        return time.atOffset(ZoneOffset.UTC).getYear();
    }

    private static Coordinates coordinates(RawRecord raw) {
        return new Coordinates(raw.topic(), raw.partition(), raw.offset());
    }

    private static SourceRef source(RawRecord raw) {
        String id = EntryGrammar.id(raw.sourceId()) ? raw.sourceId() : "";
        String format = EntryGrammar.format(raw.format()) ? raw.format() : "";
        Long seq = raw.sourceSeq().isPresent() ? raw.sourceSeq().getAsLong() : null;
        return new SourceRef(id, seq, format, raw.authenticated() && !id.isEmpty());
    }

    private static TimeBasis timeBasis(Passage.Judged judged) {
        boolean stated =
                judged.event().time().isPresent()
                        && !judged.inspected().located().received().timeReplaced();
        return stated ? TimeBasis.valueOf(judged.event().timeBasis().name()) : TimeBasis.RECEIVED;
    }

    private DestinationPart destination(Destination destination, Instant time) {
        List<io.countersign.schemas.AccountEvidence> listed = new ArrayList<>();
        for (AccountEvidence one : destination.evidence()) {
            if (listed.size() == MAX_EVIDENCE) {
                break;
            }
            listed.add(
                    new io.countersign.schemas.AccountEvidence(
                            one.kind(),
                            idOrToken(one.kind(), one.value(), time),
                            io.countersign.schemas.Likelihood.valueOf(one.likelihood().name()),
                            one.undocumented()));
        }
        return new DestinationPart(
                destination.vendor(),
                destination.product(),
                HostRole.valueOf(destination.hostRole().name()),
                destination.activity().name(),
                Account.valueOf(destination.account().name()),
                destination.org().map(org -> idOrToken("ORG", org, time)).orElse(null),
                listed,
                Visibility.valueOf(destination.visibility().name()),
                destination.serviceId(),
                destination.feature().filter(EntryGrammar::id).orElse(null));
    }

    private PersonPart person(Who who, Passage.Judged judged) {
        return new PersonPart(
                PersonResolution.valueOf(who.resolution().name()),
                passOrToken(who.person(), EntryGrammar::user, "PERSON", judged.time()),
                passOrToken(
                        who.department(), EntryGrammar::department, "DEPARTMENT", judged.time()),
                passOrToken(who.role(), EntryGrammar::department, "ROLE", judged.time()));
    }

    /// In the record as it came, or in a text that was packed in it; null where it is no drill.
    private @Nullable String drill(Passage.Judged judged) {
        Instant received = Instant.ofEpochMilli(judged.raw().appendMillis());
        Optional<DrillMark> mark = DrillMark.in(judged.raw().payload(), tokens, received);
        for (Content content : judged.event().contents()) {
            mark = mark.or(() -> DrillMark.in(content.utf8(), tokens, received));
        }
        return mark.map(DrillMark::id).orElse(null);
    }

    /// Of the new message text; null where too little of it was seen.
    private @Nullable Token fingerprint(Passage.Judged judged) {
        return judged.content().inspection().isPresent()
                ? Fingerprint.of(judged.event())
                        .map(text -> tokens.token(year(judged.time()), "FINGERPRINT", text))
                        .orElse(null)
                : null;
    }

    /// By it two records of one request find each other; what sent nothing has no need of it.
    private @Nullable Token pathToken(Passage.Judged judged) {
        return judged.destination().activity().mayDisclose()
                ? judged.event()
                        .path()
                        .map(path -> tokens.token(year(judged.time()), "PATH", normalised(path)))
                        .orElse(null)
                : null;
    }

    /// Escapes in upper case, and no slash at the end.
    private static String normalised(String path) {
        String escapes =
                path.indexOf('%') < 0
                        ? path
                        : ESCAPE.matcher(path)
                                .replaceAll(one -> one.group().toUpperCase(Locale.ROOT));
        return escapes.length() > 1 && escapes.endsWith("/")
                ? escapes.substring(0, escapes.length() - 1)
                : escapes;
    }

    /// What does not look like an id may be anything, so it goes into the log as a keyed token.
    private String idOrToken(String type, String value, Instant time) {
        return EntryGrammar.id(value) ? value : tokenised(type, value, time);
    }

    private @Nullable String passOrToken(
            Optional<String> value, Predicate<String> grammar, String type, Instant time) {
        return value.map(text -> grammar.test(text) ? text : tokenised(type, text, time))
                .orElse(null);
    }

    private String tokenised(String type, String value, Instant time) {
        byte[] token = tokens.token(year(time), type, value).bytes();
        return "hmac:" + java.util.HexFormat.of().formatHex(token, 0, 16);
    }

    /// Classes and counts of what was found, and nothing of it.
    public static ContentPart content(ContentFinding content) {
        Optional<Inspection> inspection = content.inspection();
        return new ContentPart(
                Inspected.valueOf(content.inspected().name()),
                content.reason(),
                inspection.map(Inspection::bytesInspected).orElse(0L),
                content.phi().orElse(null),
                content.phiReason().map(Enum::name).orElse(""),
                counts(content),
                inspection.map(Protect::hints).orElse(List.of()),
                inspection
                        .flatMap(Inspection::patientIndex)
                        .map(index -> new Hash(index.sha256()))
                        .orElse(null));
    }

    private static List<String> hints(Inspection inspection) {
        return inspection.decision().hints().stream().map(Enum::name).toList();
    }

    /// Ours first, then what the source's own DLP reported.
    private static List<FindingCount> counts(ContentFinding content) {
        List<FindingCount> counts =
                new ArrayList<>(content.inspection().map(Protect::counts).orElse(List.of()));
        for (Reported report : content.source().reported()) {
            counts.add(
                    new FindingCount(
                            report.type().name(),
                            Math.max(1, report.count()),
                            io.countersign.schemas.Likelihood.valueOf(report.likelihood().name()),
                            Origin.SOURCE,
                            List.of()));
        }
        return counts;
    }

    /// Classes and counts: one line for each info type, likelihood and set of sensitivities.
    private static List<FindingCount> counts(Inspection inspection) {
        record Kind(InfoType type, Likelihood likelihood, Set<Sensitivity> sensitivities) {}
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        for (Finding finding : inspection.findings()) {
            counts.merge(
                    new Kind(finding.type(), finding.likelihood(), finding.sensitivities()),
                    1,
                    Integer::sum);
        }
        List<FindingCount> listed = new ArrayList<>(counts.size());
        counts.forEach((found, count) ->
                listed.add(
                        new FindingCount(
                                found.type().name(),
                                count,
                                io.countersign.schemas.Likelihood.valueOf(
                                        found.likelihood().name()),
                                Origin.OURS,
                                found.sensitivities().stream()
                                        .map(one ->
                                                io.countersign.schemas.Sensitivity.valueOf(
                                                        one.name()))
                                        .toList())));
        return listed;
    }

    private static CoveragePart coverage(Passage.Judged judged, Grammar grammar) {
        List<String> details = new ArrayList<>(judged.coverage().details().size());
        for (String detail : judged.coverage().details()) {
            String passed = grammar.pass(Optional.of(detail), EntryGrammar::detail);
            if (passed != null) {
                details.add(passed);
            }
        }
        return new CoveragePart(
                io.countersign.schemas.Coverage.valueOf(judged.coverage().state().name()),
                judged.coverage().baaRow().orElse(null),
                judged.coverage().reasons(),
                details);
    }

    /// Evidence is kept where somebody may have to answer for the event: PHI, or a verdict that is
    /// not PERMITTED.
    private Optional<Sealed> seal(
            Passage.Judged judged,
            Disposition disposition,
            String chain,
            long seq,
            Set<String> reasons) {
        boolean needed =
                disposition != Disposition.PERMITTED || judged.content().phi().orElse(false);
        if (!needed || judged.event().contents().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                evidence.seal(
                        chain,
                        seq,
                        judged.time(),
                        EvidenceContents.encode(judged.event().contents(), reasons)));
    }

    private static @Nullable EvidenceRef reference(Optional<Sealed> sealed) {
        return sealed.map(Sealed::ref).orElse(null);
    }

    private static @Nullable Integer boxed(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /// Lets a text through where it matches the grammar of its field.
    private record Grammar(Set<String> reasons) {
        @Nullable String pass(Optional<String> value, Predicate<String> grammar) {
            if (value.isEmpty()) {
                return null;
            }
            if (grammar.test(value.get())) {
                return value.get();
            }
            reasons.add("FIELD_WITHHELD");
            return null;
        }
    }
}
