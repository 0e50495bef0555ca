package io.countersign.it;

import static io.countersign.it.CommandRun.answering;
import static io.countersign.it.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.alerts.AlertHistory;
import io.countersign.app.alerts.RaisedAlert;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.demo.SampleDay;
import io.countersign.app.demo.SampleRecord;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.AmendmentLog;
import io.countersign.app.role.Installation;
import io.countersign.app.role.Pace;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ContentPart;
import io.countersign.schemas.Coverage;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.Likelihood;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A BAA that is entered late, with its day in the past: what was judged before stays, and gets an
/// amendment beside it in its chain, once; and a row that is taken back makes violations, which are
/// alerted.
class LaterPolicyAmendsEarlierVerdictsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PARTITIONS = 2;
    private static final String OURS = "5b0c7e1a-2f4d-4c8e-9a61-d3e07f21b944";
    private static final String ROW = "  - id: claude-enterprise\n";
    private static final Pattern OTHERWISE = Pattern.compile("; (\\d+) are judged otherwise now");

    @TempDir Path folder;

    private Path config = Path.of("");
    private String directory = "";

    @Test
    @Timeout(600)
    void theOldVerdictStaysAndTheNewOneIsChainedBesideItOnce() throws Exception {
        directory = folder.resolve("data").toString();
        config =
                Files.writeString(
                        folder.resolve("countersign.yaml"),
                        """
                        directory: %s
                        partitions: %d
                        ledger:
                          interval: 300ms
                        """
                                .formatted(directory, PARTITIONS));
        String whole = demoRegister();
        Path without = register("without.yaml", "p-1", withoutRow(whole));
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (Installation installation =
                StartedInstallation.withoutSinks(configuration, PolicyYaml.of(without))) {
            aDayHappens(installation);
            byTheSameRulesNothingChanges(without, whole);
            List<AuditEntry> amendments = aRowEnteredLateIsAmended(installation, whole);
            whySaysBoth(amendments);
            aRowTakenBackIsAViolationAndAlerted(installation, without);
            theSealedLogIsJudgedAgain();
            overlookedPhiIsFoundInItsEvidence(installation);
            assertThat(installation.failure()).isEmpty();
        }
        assertThat(run("policy", "reevaluate", "--dir", directory))
                .startsWith("4 ")
                .contains("does not run", "countersign up");
    }

    private void aDayHappens(Installation installation) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (SampleRecord record :
                SampleDay.of(Instant.now().minus(Duration.ofDays(1))).records()) {
            sent.add(
                    installation
                            .intake()
                            .records()
                            .send(
                                    record.format(),
                                    record.sourceId(),
                                    record.seq(),
                                    record.value()));
        }
        for (Future<?> one : sent) {
            one.get();
        }
        List<Integer> sizes = new ArrayList<>();
        Awaitility.await("all of the day is judged, and joined")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    sizes.add(judged(installation));
                    return sizes.size() > 2
                            && sizes.getLast() > 100
                            && Objects.equals(sizes.getLast(), sizes.get(sizes.size() - 2));
                });
    }

    /// Another policy by its bytes alone: what an entry holds is enough to come to its verdict.
    private void byTheSameRulesNothingChanges(Path without, String whole) throws Exception {
        assertThat(reevaluate("", "--dry-run"))
                .startsWith("0 ")
                .contains(" 0 of them judged by another policy; 0 are judged otherwise now.");
        publish(register("same.yaml", "p-2", withoutRow(whole)));
        assertThat(Files.readString(without)).contains("p-1");
        assertThat(reevaluate("", "--dry-run"))
                .startsWith("0 ")
                .containsPattern(" [1-9]\\d+ of them judged by another policy; 0 are ")
                .contains("Nothing was written.");
    }

    private List<AuditEntry> aRowEnteredLateIsAmended(Installation installation, String whole)
            throws Exception {
        Path late = register("late.yaml", "p-3", whole);
        aDraftIsTriedWithoutATrace(installation, late);
        assertThat(
                        answering(
                                "yes\n",
                                "policy",
                                "publish",
                                late.toString(),
                                "--config",
                                config.toString()))
                .as("offered; the second question has no answer")
                .startsWith("0 ")
                .contains(
                        "are judged otherwise now", "become PERMITTED", "No amendment was written");
        int before = CommittedRecords.entries(installation.deployment()).size();
        String dry = reevaluate("", "--dry-run");
        assertThat(dry).startsWith("0 ").contains("become PERMITTED", "The earliest happened at ");
        long changes = otherwise(dry);
        assertThat(changes).isPositive();
        assertThat(reevaluate("no\n")).startsWith("0 ").contains("No amendment was written");
        assertThat(amendments(installation)).as("nothing before a yes").isEmpty();

        assertThat(reevaluate("yes\n"))
                .startsWith("0 ")
                .contains(changes + " amendments are chained");

        assertThat(CommittedRecords.entries(installation.deployment()))
                .hasSizeGreaterThanOrEqualTo(before + (int) changes);
        List<AuditEntry> amendments = amendments(installation);
        assertThat(amendments)
                .hasSize((int) changes)
                .allSatisfy(entry -> {
                    EntryRef original = entry.getAmendment().orElseThrow().getOriginal();
                    assertThat(original.getChain()).isEqualTo(entry.getChain());
                    assertThat(original.getSeq()).isLessThan(entry.getSeq());
                    EventEntry revised = entry.getAmendment().orElseThrow().getRevised();
                    boolean namesOurs =
                            revised.getDestination().getOrg().filter(OURS::equals).isPresent();
                    assertThat(revised.getCoverage().getState())
                            .isEqualTo(namesOurs ? Coverage.COVERED : Coverage.UNKNOWN);
                    assertThat(revised.getCoverage().getBaa())
                            .isEqualTo(
                                    namesOurs
                                            ? Optional.of("claude-enterprise")
                                            : Optional.empty());
                    assertThat(EntryGrammar.faults(entry)).isEmpty();
                })
                .extracting(entry -> entry.getAmendment().orElseThrow().getOriginal())
                .doesNotHaveDuplicates();
        assertThat(reevaluate("yes\n"))
                .as("a second time")
                .startsWith("0 ")
                .contains("; 0 are judged otherwise now.");
        assertThat(amendments(installation)).hasSize((int) changes);
        assertThat(run("alert", "list", "--dir", directory))
                .as("open, for a person to close")
                .contains("OPEN, CAUSE WITHDRAWN: now COVERED under row claude-enterprise as of ");
        return amendments;
    }

    /// But for the access entry.
    private void aDraftIsTriedWithoutATrace(Installation installation, Path draft) {
        assertThat(run("policy", "what-if", draft.toString(), "--config", config.toString()))
                .startsWith("0 ")
                .containsPattern("Of [1-9]\\d* violations [1-9]\\d* would have been covered")
                .contains("What the record cannot tell", "access entry audit.entry.v1/0@1:");
        assertThat(CommittedRecords.entries(installation.deployment()))
                .extracting(AuditEntry::getAccess)
                .anySatisfy(access ->
                        assertThat(access.map(AccessEntry::getAction)).contains("POLICY_WHAT_IF"));
        assertThat(amendments(installation)).isEmpty();
    }

    /// The row comes again, and this time the sealed log is asked.
    private void theSealedLogIsJudgedAgain() {
        publish(folder.resolve("late.yaml"));
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(rejudge("--policy"))
                                .startsWith("0 ")
                                .contains("become PERMITTED", "Nothing was written"));
        assertThat(rejudge("--policy", "--yes", "--per-second", "50"))
                .startsWith("0 ")
                .contains(" amendments are chained");
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(rejudge("--policy", "--yes"))
                                .startsWith("0 ")
                                .contains("; 0 are judged otherwise now."));
    }

    /// An amendment says what detectors would have that saw nothing; those of today see it.
    private void overlookedPhiIsFoundInItsEvidence(Installation installation) {
        assertThat(rejudge("--detectors"))
                .startsWith("0 ")
                .contains("access entry audit.entry.v1/0@1:")
                .containsPattern("[1-9]\\d* of them with evidence that was read again; 0 are");
        AuditEntry violation =
                CommittedRecords.entries(installation.deployment()).stream()
                        .filter(entry ->
                                entry.getEvent()
                                        .filter(LaterPolicyAmendsEarlierVerdictsTest::isSeen)
                                        .isPresent())
                        .filter(entry -> isStanding(installation, entry))
                        .findFirst()
                        .orElseThrow();
        EventEntry seen = violation.getEvent().orElseThrow();
        EntryRef original =
                new EntryRef(violation.getChain(), violation.getSeq(), new Hash(new byte[32]));
        AmendmentLog.chain(
                installation.deployment(),
                "test",
                List.of(
                        AmendmentEntry.newBuilder()
                                .setOriginal(original)
                                .setChanged(List.of("CONTENT", "DISPOSITION"))
                                .setBasis("TEST")
                                .setConfidence(Likelihood.CERTAIN)
                                .setLearntFrom(List.of())
                                .setRevised(overlooked(seen))
                                .build()),
                Instant.now(),
                new Pace(100, () -> false),
                _count -> {});
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(rejudge("--detectors"))
                                .startsWith("1 ")
                                .contains(
                                        "1 are judged otherwise now",
                                        "1 become VIOLATION",
                                        "45 CFR 164.404(a)(2)",
                                        "Nothing was written"));
        assertThat(rejudge("--detectors", "--yes"))
                .startsWith("1 ")
                .contains("1 amendments are chained");
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(rejudge("--detectors", "--yes"))
                                .startsWith("0 ")
                                .contains("; 0 are judged otherwise now."));
        assertThat(CommittedRecords.entries(installation.deployment()))
                .flatExtracting(entry -> entry.getAmendment().stream().toList())
                .filteredOn(one -> one.getBasis().equals("DETECTORS_CHANGED"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.getOriginal().getSeq()).isEqualTo(original.getSeq());
                    assertThat(one.getRevised().getContent()).isEqualTo(seen.getContent());
                    assertThat(one.getRevised().getSubjects()).isEqualTo(seen.getSubjects());
                });
    }

    private static boolean isSeen(EventEntry event) {
        return event.getDisposition() == Disposition.VIOLATION
                && event.getEvidence().isPresent()
                && event.getContent().getInspected() == Inspected.FULL
                && !event.getSubjects().isEmpty();
    }

    /// Whether nothing amends it.
    private static boolean isStanding(Installation installation, AuditEntry event) {
        return CommittedRecords.entries(installation.deployment()).stream()
                .flatMap(entry -> entry.getAmendment().stream())
                .noneMatch(one ->
                        one.getOriginal().getChain().equals(event.getChain())
                                && one.getOriginal().getSeq() == event.getSeq());
    }

    private static EventEntry overlooked(EventEntry seen) {
        EventEntry blind = new EventEntry();
        for (Schema.Field field : seen.getSchema().getFields()) {
            blind.put(field.pos(), seen.get(field.pos()));
        }
        set(
                blind,
                "content",
                new ContentPart(Inspected.FULL, "", 100L, false, "", List.of(), List.of(), null));
        set(blind, "subjects", List.of());
        set(blind, "disposition", Disposition.PERMITTED);
        set(blind, "evidence", null);
        return blind;
    }

    private static void set(EventEntry event, String field, @Nullable Object value) {
        event.put(event.getSchema().getField(field).pos(), value);
    }

    private String rejudge(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("rejudge", "--since", "3d", "--config", config.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private void whySaysBoth(List<AuditEntry> amendments) {
        AuditEntry permitted =
                amendments.stream()
                        .filter(entry ->
                                entry.getAmendment().orElseThrow().getRevised().getDisposition()
                                                == Disposition.PERMITTED
                                        && entry.getAmendment()
                                                .orElseThrow()
                                                .getChanged()
                                                .contains("DISPOSITION"))
                        .findFirst()
                        .orElseThrow();
        EntryRef original = permitted.getAmendment().orElseThrow().getOriginal();
        String name = original.getChain() + ":" + original.getSeq();
        Awaitility.await("sealed")
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(run("why", name, "--dir", directory))
                                .startsWith("0 ")
                                .containsPattern("verdict +(VIOLATION|REVIEW)")
                                .contains("POLICY_CHANGED (CERTAIN)")
                                .contains("; COVERED, agreement claude-enterprise")
                                .containsPattern("now +PERMITTED"));
        assertThat(run("verify", Path.of(directory, "log").toString())).startsWith("0 ");
    }

    private void aRowTakenBackIsAViolationAndAlerted(Installation installation, Path without) {
        publish(without);
        String back = reevaluate("", "--yes");
        assertThat(back)
                .startsWith("1 ")
                .contains("become VIOLATION", "the clock of a breach starts with that alert");
        Awaitility.await("told of")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(
                                        AlertHistory.read(installation.deployment(), _line -> {})
                                                .alerts())
                                .extracting(RaisedAlert::latest)
                                .anySatisfy(alert -> {
                                    assertThat(alert.getRules().getFirst().getDetail())
                                            .endsWith("by a policy that came later");
                                    assertThat(alert.getBreach()).isPresent();
                                }));
        assertThat(reevaluate("", "--yes")).startsWith("0 ").contains("; 0 are judged otherwise");
    }

    private static long otherwise(String said) {
        Matcher matcher = OTHERWISE.matcher(said);
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private void publish(Path register) {
        assertThat(
                        run(
                                "policy",
                                "publish",
                                register.toString(),
                                "--yes",
                                "--config",
                                config.toString()))
                .startsWith("0 ");
    }

    private String reevaluate(String answer, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("policy", "reevaluate", "--config", config.toString()));
        arguments.addAll(List.of(more));
        return answering(answer, arguments.toArray(String[]::new));
    }

    private Path register(String name, String version, String yaml) throws IOException {
        return Files.writeString(
                folder.resolve(name), yaml.replace("policy: demo-2026-11", "policy: " + version));
    }

    private static String demoRegister() throws IOException {
        try (InputStream in =
                PolicyYaml.class.getResourceAsStream("/io/countersign/app/demo/baa.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String withoutRow(String register) {
        int row = register.indexOf(ROW);
        assertThat(row).isPositive();
        return register.substring(0, row)
                + register.substring(register.indexOf("  - id: ", row + ROW.length()));
    }

    private static int judged(Installation installation) {
        return (int)
                CommittedRecords.entries(installation.deployment()).stream()
                        .filter(entry ->
                                entry.getEvent().isPresent() || entry.getAmendment().isPresent())
                        .count();
    }

    private static List<AuditEntry> amendments(Installation installation) {
        return CommittedRecords.entries(installation.deployment()).stream()
                .filter(entry ->
                        entry.getAmendment()
                                .filter(one -> one.getBasis().equals("POLICY_CHANGED"))
                                .isPresent())
                .toList();
    }
}
