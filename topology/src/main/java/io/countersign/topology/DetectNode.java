package io.countersign.topology;

import io.countersign.audit.chain.ChainId;
import io.countersign.schemas.AboutKind;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.ControlKind;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Mark;
import io.countersign.schemas.ReviewEntry;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.WatchKey;
import io.countersign.schemas.WatchedEvent;
import io.countersign.schemas.WatchedKind;
import io.countersign.topology.alerts.Alerting;
import io.countersign.topology.alerts.DisclosureRules;
import io.countersign.topology.alerts.Finding;
import io.countersign.topology.alerts.FirstUseRules;
import io.countersign.topology.alerts.HealthRules;
import io.countersign.topology.alerts.Joins;
import io.countersign.topology.alerts.Memory;
import io.countersign.topology.alerts.Recipients;
import io.countersign.topology.alerts.Reevaluation;
import io.countersign.topology.alerts.Reinspection;
import io.countersign.topology.alerts.Rule;
import io.countersign.topology.alerts.Rule.LookedAt;
import io.countersign.topology.alerts.Rule.Mode;
import io.countersign.topology.alerts.Rules;
import io.countersign.topology.alerts.Seen;
import io.countersign.topology.alerts.VolumeRules;
import io.countersign.topology.alerts.WatchKeys;
import io.countersign.topology.steps.PolicyInForce;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Node `detect`: asks the rules about an event under each of its keys, then remembers it. Alerts
/// leave only from here, caused by an event or a tick, and commit with the memory that they came
/// from.
final class DetectNode extends ContextualProcessor<byte[], WatchedEvent, Object, Object> {
    private static final long SWEEP_MINUTES = 10;
    private static final long STANDSTILL_MILLIS = TimeUnit.MINUTES.toMillis(30);

    /// An amendment that says nothing new about these changes no finding.
    private static final Set<String> MATTERS = Set.of("ACCOUNT", "COVERAGE", "DISPOSITION");

    private final AlertParts parts;
    private final PolicyChanges policyChanges;
    private final PromptCommit promptCommit;
    private PolicyInUse policy;
    private Memories memories;
    private Groups groups;
    private Exposures exposures;
    private RuleDays ruleDays;
    private Recipients recipients;
    private Rules rules;
    private int partition;
    private long now;
    private long lastMinute;
    private boolean raised;

    DetectNode(AlertParts parts, PolicyChanges policyChanges, PromptCommit promptCommit) {
        this.parts = parts;
        this.policyChanges = policyChanges;
        this.promptCommit = promptCommit;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        super.init(context);
        partition = context.taskId().partition();
        policy = new PolicyInUse(parts.policies(), policyChanges, context);
        recipients = new Recipients(() -> policy.known().map(PolicyInForce::policy));
        rules = new Rules(seen -> !recipients.coveredAt(seen).isEmpty(), recipients::useRule);
        memories = new Memories(context.getStateStore(AlertTopology.MEMORY));
        ruleDays = new RuleDays(context.getStateStore(AlertTopology.DAYS), partition);
        exposures = new Exposures(context.getStateStore(AlertTopology.DAYS));
        groups =
                new Groups(
                        context.getStateStore(AlertTopology.GROUPS),
                        recipients,
                        ruleDays,
                        this::raise);
    }

    @Override
    public void process(Record<byte[], WatchedEvent> record) {
        WatchedEvent watched = record.value();
        now = record.timestamp();
        switch (watched.getKind()) {
            case TICK -> tick(watched.getTimeMillis());
            case EVENT ->
                    event(
                            watched,
                            new Seen(
                                    watched.getEntry().orElseThrow(),
                                    watched.getEvent().orElseThrow(),
                                    watched.getTimeMillis()));
            case AMENDMENT -> amendment(watched, watched.getAmendment().orElseThrow());
            case FIRST_USE -> firstUse(watched);
            case FINDING -> finding(watched);
            case REVIEW -> review(watched, watched.getReview().orElseThrow());
            case UNRECOGNISED -> {}
        }
        groups.tellGrown(alerting(), now);
        promptCommit.after(context(), raised, now);
        raised = false;
    }

    // ---- Events ----

    private void event(WatchedEvent watched, Seen seen) {
        if (memories.ofTask().learnTime(seen)) {
            memories.keepTask();
        }
        for (WatchKey key : watched.getKeys()) {
            Memory memory = memories.of(key);
            if (!memory.isNew(seen.entry())) {
                continue;
            }
            if (key.equals(seen.about())) {
                about(key, memory, seen);
            } else {
                beside(key, memory, seen);
            }
            if (key.getKind() == AboutKind.SOURCE
                    && ChainId.parse(seen.entry().getChain()).partition() == partition) {
                memory.learnArrival(seen);
            }
            memories.keep(key, memory);
        }
    }

    /// Under the key of whom it is about.
    private void about(WatchKey key, Memory memory, Seen seen) {
        Alerting alerting = alerting();
        Optional<Mark> other = memory.otherSide(seen);
        if (other.isEmpty()) {
            count(key, memory, seen, alerting);
            memory.learn(seen, AboutKind.PERSON, overhead(alerting));
            rules.learnUse(seen, memory);
            tellFirstUse(memory, seen, alerting);
        } else if (seen.isRead()) {
            body(key, memory, other.get(), seen, alerting);
        } else {
            memory.learnLine(other.get(), seen);
        }
    }

    /// The text of a line that was counted: one exchange counts once, and by its text.
    private void body(WatchKey key, Memory memory, Mark line, Seen body, Alerting alerting) {
        exposures.takeBack(line, body);
        memory.takeBack(line, body, overhead(alerting));
        count(key, memory, body, alerting);
        groups.countBody(key, line, body.entry());
        memory.learnBody(line, body, AboutKind.PERSON, overhead(alerting));
        rules.learnUse(body, memory);
    }

    private void count(WatchKey key, Memory memory, Seen seen, Alerting alerting) {
        ask(LookedAt.WHO, key, memory, seen, 0);
        boolean late = isLate(seen, alerting);
        if (!seen.event().getHistory() && (seen.isUndecided() || (late && seen.isViolation()))) {
            exposures.add(seen, late, recipients.trains(seen), covered(memory, seen));
        }
    }

    private long overhead(Alerting alerting) {
        return setting(alerting, VolumeRules.VOLUME_ABOVE_BASELINE)
                .thresholds()
                .get("OVERHEAD_BYTES");
    }

    /// Under a key that it has besides.
    private void beside(WatchKey key, Memory memory, Seen seen) {
        switch (key.getKind()) {
            case DEVICE -> {
                ask(LookedAt.DEVICE, key, memory, seen, 0);
                memory.learnMark(seen);
            }
            case HOST -> {
                ask(LookedAt.HOST, key, memory, seen, 0);
                memory.learnMark(seen);
            }
            case APPLICATION -> {
                ask(LookedAt.APPLICATION, key, memory, seen, 0);
                memory.learnApplication(seen);
            }
            case PERSON, ADDRESS, SOURCE, SESSION, SERVICE, DEPARTMENT, UNRECOGNISED -> {}
        }
    }

    /// What a later policy says of an old event is no new behaviour of anybody: of the rules only
    /// the one about the disclosure itself is asked.
    private void amendment(WatchedEvent watched, AmendmentEntry amendment) {
        if (amendment.getChanged().stream().noneMatch(MATTERS::contains)) {
            return;
        }
        if (Joins.isOfBody(amendment)) {
            amendmentOfBody(watched, amendment);
            return;
        }
        EntryRef entry = watched.getEntry().orElseThrow();
        Seen seen = seen(entry, amendment, watched.getTimeMillis());
        for (WatchKey key : watched.getKeys()) {
            Memory memory = memories.of(key);
            if (memory.isNew(seen.entry())
                    && key.equals(seen.about())
                    && !memory.isReplaced(amendment.getOriginal())) {
                if (!seen.isJudgedAgain()) {
                    ask(LookedAt.WHO, key, memory, seen, 0);
                    memory.learnAmendment(amendment.getOriginal(), seen, overhead(alerting()));
                } else if (amendment.getChanged().contains("DISPOSITION")) {
                    ask(rules.byCode(DisclosureRules.PHI_DISCLOSED), key, memory, seen, 0);
                }
            }
            memories.keep(key, memory);
        }
    }

    private static Seen seen(EntryRef entry, AmendmentEntry amendment, long arrivedMillis) {
        EntryRef original = amendment.getOriginal();
        EventEntry revised = amendment.getRevised();
        return switch (amendment.getBasis()) {
            case Reevaluation.BASIS -> Seen.judgedAgain(entry, original, revised, arrivedMillis);
            case Reinspection.BASIS -> Seen.readAgain(entry, original, revised, arrivedMillis);
            default -> Seen.amended(entry, original, revised, arrivedMillis);
        };
    }

    /// A line together with its body may say what neither said alone: the text was the body's, the
    /// account the line's. The body counted, so that this is an amendment of it.
    private void amendmentOfBody(WatchedEvent watched, AmendmentEntry amendment) {
        EventEntry revised = amendment.getRevised();
        WatchKey about = WatchKeys.about(revised);
        if (!Joins.countsByBody(amendment) || !watched.getKeys().contains(about)) {
            return;
        }
        Memory memory = memories.of(about);
        Optional<Mark> body = memory.bodyOf(amendment.getOriginal());
        if (body.isEmpty() || body.get().getCoverage() == revised.getCoverage().getState()) {
            return;
        }
        EntryRef counted = body.get().getTold().orElse(body.get().getEntry());
        Seen seen =
                Seen.amended(
                        watched.getEntry().orElseThrow(),
                        counted,
                        revised,
                        watched.getTimeMillis());
        if (memory.isNew(seen.entry())) {
            ask(LookedAt.WHO, about, memory, seen, 0);
            memory.learnAmendment(counted, seen, overhead(alerting()));
            memories.keep(about, memory);
        }
    }

    /// The service and the department hear of somebody's first send there, and the service again
    /// when it has become a use.
    private void tellFirstUse(Memory memory, Seen seen, Alerting alerting) {
        if (!seen.isUse() || seen.isStopped() || seen.isCovered()) {
            return;
        }
        long uses = memory.firstUse(seen.service()).map(use -> use.getCount()).orElse(0L);
        long enough = setting(alerting, FirstUseRules.FIRST_SEEN_SERVICE).thresholds().get("SENDS");
        if (uses != 1 && uses != enough) {
            return;
        }
        List<WatchKey> keys = new ArrayList<>(2);
        keys.add(WatchKeys.key(AboutKind.SERVICE, seen.service()));
        if (uses == 1) {
            WatchKeys.department(seen.event())
                    .ifPresent(name -> keys.add(WatchKeys.key(AboutKind.DEPARTMENT, name)));
        }
        for (WatchKey key : keys) {
            send(
                    key,
                    WatchedEvent.newBuilder()
                            .setKind(WatchedKind.FIRST_USE)
                            .setKeys(List.of(key))
                            .setTimeMillis(seen.arrivedMillis())
                            .setEntry(seen.entry())
                            .setEvent(seen.event())
                            .setUses(uses)
                            .build());
        }
    }

    private void firstUse(WatchedEvent watched) {
        WatchKey key = watched.getKeys().getFirst();
        Seen seen =
                new Seen(
                        watched.getEntry().orElseThrow(),
                        watched.getEvent().orElseThrow(),
                        watched.getTimeMillis());
        Memory memory = memories.of(key);
        boolean service = key.getKind() == AboutKind.SERVICE;
        ask(service ? LookedAt.SERVICE : LookedAt.DEPARTMENT, key, memory, seen, watched.getUses());
        memory.learnUse(seen, service ? seen.person() : seen.service());
        memories.keep(key, memory);
    }

    // ---- Rules ----

    private void ask(LookedAt by, WatchKey key, Memory memory, Seen seen, long uses) {
        for (Rule rule : rules.lookingAt(by)) {
            ask(rule, key, memory, seen, uses);
        }
    }

    private void ask(Rule rule, WatchKey key, Memory memory, Seen seen, long uses) {
        Alerting.Setting setting = alerting().setting(rule);
        if (setting.mode() != Mode.OFF) {
            rule.test()
                    .test(seen, memory, uses, setting.thresholds())
                    .ifPresent(found -> found(rule, setting.mode(), key, memory, seen, found));
        }
    }

    private void found(
            Rule rule, Mode mode, WatchKey key, Memory memory, Seen seen, Finding finding) {
        if (seen.event().getHistory()) {
            return;
        }
        String code = rule.code();
        if (isLate(seen, alerting())) {
            ruleDays.count(code, now, day -> day.setLate(day.getLate() + 1));
            return;
        }
        ruleDays.count(code, now, day -> day.setHits(day.getHits() + 1));
        Memory task = memories.ofTask();
        if (task.daysBefore(seen.timeMillis()) < rule.historyDays()) {
            long until = task.sinceMillis() + TimeUnit.DAYS.toMillis(rule.historyDays());
            ruleDays.count(
                    code,
                    now,
                    day -> day.setLearning(day.getLearning() + 1).setLearningUntilMillis(until));
            return;
        }
        if (mode == Mode.DRY_RUN) {
            ruleDays.count(code, now, day -> day.setDryRun(day.getDryRun() + 1));
            return;
        }
        if (finding.about().equals(key)) {
            groups.add(code, mode, seen, finding, covered(memory, seen), alerting());
            return;
        }
        send(
                finding.about(),
                WatchedEvent.newBuilder()
                        .setKind(WatchedKind.FINDING)
                        .setKeys(List.of(finding.about()))
                        .setTimeMillis(seen.arrivedMillis())
                        .setEntry(seen.entry())
                        .setEvent(seen.event())
                        .setRule(code)
                        .setDetail(finding.detail())
                        .build());
    }

    /// What a rule found under another key, about one that this task remembers.
    private void finding(WatchedEvent watched) {
        WatchKey about = watched.getKeys().getFirst();
        Seen seen =
                new Seen(
                        watched.getEntry().orElseThrow(),
                        watched.getEvent().orElseThrow(),
                        watched.getTimeMillis());
        Rule rule = rules.byCode(watched.getRule());
        groups.add(
                rule.code(),
                alerting().setting(rule).mode(),
                seen,
                new Finding(about, watched.getDetail(), List.of()),
                covered(memories.of(about), seen),
                alerting());
    }

    private static boolean isLate(Seen seen, Alerting alerting) {
        return !seen.isJudgedAgain()
                && seen.arrivedMillis() - seen.timeMillis() > alerting.lateMillis();
    }

    /// A covered account that the same person has used, else one of the site at that vendor.
    private String covered(Memory memory, Seen seen) {
        return memory.coveredAccount().isEmpty()
                ? recipients.coveredAt(seen)
                : memory.coveredAccount();
    }

    private Alerting alerting() {
        return policy.known().map(PolicyInForce::alerting).orElseGet(Alerting::shipped);
    }

    private Alerting.Setting setting(Alerting alerting, String rule) {
        return alerting.setting(rules.byCode(rule));
    }

    // ---- Reviews and time ----

    private void review(WatchedEvent watched, ReviewEntry review) {
        WatchKey about = WatchKeys.key(review.getAboutKind(), review.getAbout());
        Memory memory = memories.of(about);
        if (!memory.isNew(watched.getEntry().orElseThrow())) {
            return;
        }
        memories.keep(about, memory);
        groups.close(about, review.getAlertId(), review.getVerdict());
        for (String rule : review.getRules()) {
            ruleDays.review(rule, review.getRaisedMillis(), review.getVerdict());
        }
    }

    private void tick(long millis) {
        long minute = TimeUnit.MILLISECONDS.toMinutes(millis);
        if (minute <= lastMinute) {
            return;
        }
        boolean sweep = minute / SWEEP_MINUTES != lastMinute / SWEEP_MINUTES;
        lastMinute = minute;
        now = millis;
        silences(millis);
        if (sweep) {
            groups.sweep(alerting(), millis);
            exposures.rollUp(millis, alerting().severities(), this::raise);
        }
        ruleDays.tell(
                millis,
                (name, day) ->
                        context()
                                .forward(new Record<>(name, day, millis), AlertTopology.RULE_DAYS));
    }

    private void silences(long millis) {
        Rule rule = rules.byCode(HealthRules.SOURCE_SILENT);
        Alerting.Setting setting = alerting().setting(rule);
        if (setting.mode() == Mode.OFF) {
            return;
        }
        // Where nothing comes at all it is not one source that is silent.
        if (millis - memories.ofTask().lastArrivalMillis() > STANDSTILL_MILLIS) {
            return;
        }
        for (WatchKey source : memories.sources()) {
            Memory memory = memories.of(source);
            Optional<Finding> silent = HealthRules.silent(memory, millis, setting.thresholds());
            if (silent.isPresent() && memory.daysBefore(millis) >= rule.historyDays()) {
                memory.told(millis);
                memories.keep(source, memory);
                Seen latest = memory.latest().orElseThrow();
                ruleDays.count(rule.code(), millis, day -> day.setHits(day.getHits() + 1));
                if (setting.mode() == Mode.DRY_RUN) {
                    ruleDays.count(rule.code(), millis, day -> day.setDryRun(day.getDryRun() + 1));
                } else {
                    groups.add(rule.code(), setting.mode(), latest, silent.get(), "", alerting());
                }
            }
        }
    }

    // ---- Out ----

    private void send(WatchKey key, WatchedEvent event) {
        context()
                .forward(
                        new Record<>(
                                null,
                                new Routed(WatchKeys.partition(key, parts.partitions()), event),
                                now),
                        AlertTopology.FIRST_USES);
    }

    private void raise(Alert alert) {
        raised = true;
        context().forward(new Record<>(null, alert, now), AlertTopology.ALERTS);
        context().forward(new Record<>(null, control(alert), now), AlertTopology.CONTROL);
    }

    private static ControlRecord control(Alert alert) {
        List<EntryRef> causes = new ArrayList<>(alert.getCauses());
        // The first one says to which chain it goes.
        causes.remove(alert.getCause());
        causes.addFirst(alert.getCause());
        return ControlRecord.newBuilder()
                .setKind(ControlKind.ALERT)
                .setOrigin("alert")
                .setTimeMillis(alert.getRaisedMillis())
                .setAlert(
                        AlertEntry.newBuilder()
                                .setAlertId(alert.getId())
                                .setAlertClass(alert.getAlertClass())
                                .setSeverity(alert.getSeverity())
                                .setCauses(causes)
                                .setGroup(alert.getNumber() > 1 ? alert.getGroup() : "")
                                .setRules(alert.getRules().stream().map(RuleHit::getRule).toList())
                                .build())
                .build();
    }
}
