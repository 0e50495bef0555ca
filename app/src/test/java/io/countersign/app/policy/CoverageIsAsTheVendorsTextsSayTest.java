package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.ContentFacts;
import io.countersign.detectors.destination.Coverage;
import io.countersign.detectors.destination.Destination;
import io.countersign.detectors.destination.Inspected;
import io.countersign.detectors.destination.Policy;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Verdict;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDocument;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case of `cases.txt` holds: account, coverage, row, disposition, reason and its sentence.
class CoverageIsAsTheVendorsTextsSayTest {
    private static final Pattern ROW = Pattern.compile("<([a-z0-9-]+)>");
    private static final String FOREIGN = "99999999-7777-4abc-8def-1234567890ab";

    private static final Map<String, Policy> POLICIES = new TreeMap<>();
    private static final Map<String, String> ACCOUNTS = new TreeMap<>();

    static {
        PolicyDocument full = document("cases-register.yaml", text("cases-register.yaml"));
        POLICIES.put("full", PolicyReader.read(full));
        POLICIES.put("none", PolicyReader.read(PolicyYaml.withoutRegister()));
        POLICIES.put(
                "incomplete",
                PolicyReader.read(
                        document(
                                "incomplete.yaml",
                                """
                                policy: incomplete
                                organisation: {name: Hospital Example}
                                complete: false
                                """)));
        ACCOUNTS.put("foreign", FOREIGN);
        for (PolicyAgreement row : full.getRegister().orElseThrow().getAgreements()) {
            if (!row.getAccounts().isEmpty()) {
                ACCOUNTS.put(row.getId(), row.getAccounts().getFirst().getValue());
            }
        }
    }

    private static PolicyDocument document(String name, String text) {
        try {
            return PolicyYaml.ofText(name, text);
        } catch (InvalidPolicyFileException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String name) {
        try (InputStream in = CoverageIsAsTheVendorsTextsSayTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> cases() {
        return text("cases.txt")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    @Test
    void thereAreManyAndEachHasItsOwnNumber() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(240);
        assertThat(cases().stream().map(line -> line.substring(0, 3))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theCaseHolds(String line) {
        List<String> columns = Arrays.stream(line.split(" \\| ", -1)).map(String::strip).toList();
        Policy policy = Objects.requireNonNull(POLICIES.get(columns.get(2)));
        String exchange =
                ROW.matcher(columns.get(3))
                        .replaceAll(row ->
                                Matcher.quoteReplacement(
                                        Objects.requireNonNull(ACCOUNTS.get(row.group(1)))));
        Request request = WrittenRequest.of(columns.get(1) + " " + exchange);
        Destination destination =
                policy.catalogue()
                        .locate(request)
                        .orElseThrow(() -> new AssertionError("out of scope"));

        Coverage coverage = policy.register().coverage(destination, request, request.time());
        Verdict verdict = Verdict.judge(coverage, content(columns.get(4), destination));

        assertThat(
                        List.of(
                                destination.account().name(),
                                coverage.state().name(),
                                coverage.baaRow().orElse("-"),
                                verdict.disposition().name(),
                                coverage.reasons().getFirst(),
                                coverage.sentence()))
                .as("%s, verdict %s", coverage, verdict)
                .isEqualTo(columns.subList(5, 11));
    }

    /// Each service that a written case names has a case on both sides of a line, or is one that
    /// has but one side.
    @Test
    void everyReasonOfCoverageHasACase() {
        assertThat(cases().stream().map(line -> line.split(" \\| ", -1)[9].strip()))
                .contains(
                        "BAA_IN_FORCE",
                        "NO_BAA_REGISTER",
                        "NO_ROW_FOR_SERVICE",
                        "NEVER_COVERED",
                        "PLAN_NOT_COVERED",
                        "FEATURE_NOT_COVERED",
                        "FEATURE_NOT_ESTABLISHED",
                        "MODEL_NOT_COVERED",
                        "ORG_NOT_IN_REGISTER",
                        "NO_ROW_IN_FORCE",
                        "NO_SIGNED_BAA",
                        "NOT_THE_SITES_CONTRACT",
                        "CONDITION_NOT_MET",
                        "SIGNED_BEFORE_INCLUSION",
                        "BAA_NOT_ESTABLISHED",
                        "SERVICE_NOT_IN_CATALOGUE",
                        "ACCOUNT_NOT_IN_RECORD",
                        "CONFLICTING_ACCOUNTS");
    }

    private static ContentFacts content(String word, Destination destination) {
        Optional<Boolean> phi =
                switch (word) {
                    case "PHI", "BLOCKED" -> Optional.of(true);
                    case "NONE", "UNSEEN" -> Optional.of(false);
                    case "UNDECIDED" -> Optional.empty();
                    default -> throw new AssertionError(word);
                };
        return new ContentFacts(
                phi,
                word.equals("UNSEEN") ? Inspected.NOT_INSPECTED : Inspected.FULL,
                word.equals("BLOCKED"),
                destination.activity());
    }
}
