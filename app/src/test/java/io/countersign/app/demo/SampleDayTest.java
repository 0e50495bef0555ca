package io.countersign.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.demo.Story.Expected;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The demo's day is what it says: real formats, invented people, and each story is there.
class SampleDayTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final SampleDay DAY = SampleDay.of(START);

    @Test
    void theDayHasEnoughTrafficAndMostOfItIsOrdinary() {
        List<SampleRecord> records = DAY.records();
        assertThat(records).hasSizeBetween(2_400, 2_800);
        assertThat(records)
                .filteredOn(record -> record.story() == Story.ORDINARY_WEB)
                .hasSizeGreaterThan(1_700);
        assertThat(records.stream().map(SampleRecord::format).distinct())
                .containsExactlyInAnyOrder(
                        "squid",
                        "zscaler-nss-web",
                        "litellm",
                        "bedrock-invocation",
                        "paloalto-url");
    }

    @Test
    void everyStoryIsTold() {
        Set<Story> told =
                DAY.records().stream().map(SampleRecord::story).collect(Collectors.toSet());
        assertThat(told).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Story.class));
    }

    @Test
    void theSameStartGivesTheSameBytes() {
        assertThat(SampleDay.of(START).records()).isEqualTo(DAY.records());
    }

    @Test
    void everyRecordParsesUnlessItIsMeantNotTo() {
        for (SampleRecord record : DAY.records()) {
            boolean accepted = parse(record) instanceof Parsed.Accepted;
            assertThat(accepted)
                    .as(record.toString())
                    .isEqualTo(record.story().expected() != Expected.REJECTION);
        }
    }

    @Test
    void everyRecordIsDetectedAsItsFormat() {
        for (SampleRecord record : DAY.records()) {
            if (record.story().expected() != Expected.REJECTION) {
                assertThat(InputFormats.builtIn().detect(record.value()).map(InputFormat::name))
                        .as(record.toString())
                        .contains(record.format());
            }
        }
    }

    @Test
    void whatIsNoUseIsMarkedByTheParser() {
        for (SampleRecord record : DAY.records()) {
            event(record)
                    .ifPresent(event ->
                            assertThat(event.notAUse().isPresent())
                                    .as(record.toString())
                                    .isEqualTo(record.story().expected() == Expected.NOT_A_USE));
        }
    }

    @Test
    void timesLieWithinTheDayAndAreThoseOfTheEvents() {
        Instant before = START;
        for (SampleRecord record : DAY.records()) {
            assertThat(record.time()).isBetween(before, START.plus(Duration.ofDays(1)));
            before = record.time();
            event(record)
                    .ifPresent(event ->
                            assertThat(
                                            Duration.between(
                                                            event.time().orElseThrow(),
                                                            record.time())
                                                    .abs())
                                    .isLessThan(Duration.ofSeconds(1)));
        }
    }

    @Test
    void aPatientAppearsWhereTheDaySaysAndNowhereElse() {
        Map<Patient, List<SampleRecord>> appearances = DAY.patients();
        assertThat(appearances).hasSize(People.PATIENTS.size());
        for (SampleRecord record : DAY.records()) {
            String text = event(record).map(SampleDayTest::texts).orElse("");
            String raw = new String(record.value(), StandardCharsets.UTF_8);
            for (Patient patient : People.PATIENTS) {
                boolean listed = appearances.getOrDefault(patient, List.of()).contains(record);
                boolean visible = text.contains(patient.name()) || text.contains(patient.mrn());
                assertThat(visible).as("%s in %s", patient.mrn(), record).isEqualTo(listed);
                assertThat(listed || !raw.contains(patient.mrn()))
                        .as("%s raw in %s", patient.mrn(), record)
                        .isTrue();
            }
        }
    }

    @Test
    void somePatientsWereDisclosedUncoveredAndSomeNot() {
        Map<Expected, Long> disclosures = new EnumMap<>(Expected.class);
        DAY.patients()
                .forEach((_, records) ->
                        records.forEach(record ->
                                disclosures.merge(record.story().expected(), 1L, Long::sum)));
        assertThat(disclosures.get(Expected.VIOLATION)).isBetween(10L, 40L);
        assertThat(disclosures.get(Expected.REVIEW)).isBetween(3L, 20L);
        assertThat(disclosures.get(Expected.PERMITTED)).isGreaterThan(150L);
    }

    @Test
    void numbersAreDenseWithinASourceAndOneRecordComesTwice() {
        Map<String, Long> next = new HashMap<>();
        int repeated = 0;
        for (SampleRecord record : DAY.records()) {
            long expected = next.getOrDefault(record.sourceId(), 0L);
            if (record.story() == Story.REPEATED) {
                repeated++;
                assertThat(record.seq()).isEqualTo(expected - 1);
            } else {
                assertThat(record.seq()).isEqualTo(expected);
                next.put(record.sourceId(), expected + 1);
            }
            assertThat(record.partitionKey()).isEqualTo(record.sourceId());
        }
        assertThat(repeated).isEqualTo(1);
    }

    @Test
    void phoneNumbersAndMailAddressesBelongToNobody() {
        Pattern mail = Pattern.compile("[\\w.]+@([\\w.-]+)");
        Pattern phone = Pattern.compile("\\(\\d{3}\\) \\d{3}-\\d{4}");
        for (SampleRecord record : DAY.records()) {
            if (record.story() == Story.BINARY) {
                continue;
            }
            String raw = new String(record.value(), StandardCharsets.UTF_8);
            Matcher mails = mail.matcher(raw);
            while (mails.find()) {
                assertThat(mails.group(1)).endsWith("example.org");
            }
            Matcher phones = phone.matcher(raw);
            while (phones.find()) {
                assertThat(phones.group()).matches("\\(\\d{3}\\) 555-01\\d\\d");
            }
        }
    }

    @Test
    void toStringShowsNoPatient() {
        for (Map.Entry<Patient, List<SampleRecord>> entry : DAY.patients().entrySet()) {
            assertThat(entry.getValue().toString())
                    .doesNotContain(entry.getKey().name(), entry.getKey().mrn());
        }
    }

    private static String texts(Event event) {
        return event.contents().stream()
                .map(Content::utf8)
                .map(utf8 -> new String(utf8, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    private static Optional<Event> event(SampleRecord record) {
        return parse(record) instanceof Parsed.Accepted accepted
                ? Optional.of(accepted.event())
                : Optional.empty();
    }

    private static Parsed parse(SampleRecord record) {
        return InputFormats.builtIn().named(record.format()).orElseThrow().parse(record.value());
    }
}
