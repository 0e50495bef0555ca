package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.Account;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.DestinationPart;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.Likelihood;
import io.countersign.schemas.Visibility;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The bytes of every kind of event, in full and in brief, against a file that is committed: a SIEM
/// holds years of them, and their fingerprints go over each byte. Made anew with `-Dgolden=write`.
class EventsKeepTheirBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/ocsf-events.ndjson");
    private static final String HOSTILE =
            "a\nb\r\u001b[31m\u0000\u007f\u2028\u202Eevil\"\\/<\u00e9\u20ac\uD83D\uDE00\uD800";

    @Test
    void everyKindOfEntryAndAlert() throws IOException {
        List<String> lines = new ArrayList<>();
        OcsfEncoder withoutTokens = new OcsfEncoder(new OcsfOptions("test", false));
        OcsfEncoder withTokens = new OcsfEncoder(new OcsfOptions("test \"quoted\"", true));
        for (Map.Entry<String, Decoded.Known> sample : samples().entrySet()) {
            for (Detail detail : Detail.values()) {
                lines.add(line(withoutTokens, sample.getValue(), detail));
            }
            if (sample.getKey().startsWith("hostile")) {
                lines.add(line(withTokens, sample.getValue(), Detail.FULL));
            }
        }
        if ("write".equals(System.getProperty("golden"))) {
            Files.write(GOLDEN, lines);
        }
        List<String> before = Files.readAllLines(GOLDEN);
        assertThat(lines).hasSameSizeAs(before);
        for (int line = 0; line < before.size(); line++) {
            assertThat(lines.get(line))
                    .as("line %d; where other bytes are meant, run with -Dgolden=write", line + 1)
                    .isEqualTo(before.get(line));
        }
    }

    private static String line(OcsfEncoder encoder, Decoded.Known sample, Detail detail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encoder.encode(sample, detail, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Decoded.Known> samples() {
        Map<String, Decoded.Known> samples = new LinkedHashMap<>();
        OcsfSamples.byCase().forEach((name, sample) -> samples.put(name, fixed(sample)));
        EventEntry hostile =
                Samples.everyField()
                        .setUser(HOSTILE)
                        .setDevice(HOSTILE.repeat(40))
                        .setSourceIp(HOSTILE)
                        .setMethod("BREW")
                        .setReasons(Collections.nCopies(70, HOSTILE))
                        .setDestination(
                                DestinationPart.newBuilder()
                                        .setVendor("")
                                        .setProduct(HOSTILE)
                                        .setHostRole(HostRole.CHAT)
                                        .setActivity("SEND")
                                        .setAccount(Account.UNKNOWN)
                                        .setVisibility(Visibility.BODY)
                                        .setEvidence(
                                                Collections.nCopies(
                                                        66,
                                                        new AccountEvidence(
                                                                "ORG",
                                                                HOSTILE,
                                                                Likelihood.LIKELY,
                                                                false)))
                                        .build())
                        .build();
        samples.put("hostile", fixed(Samples.decoded(Samples.event(0, hostile))));
        samples.put("hostile alert", fixed(Samples.decoded(Samples.alert(hostile))));
        return samples;
    }

    /// The leaf hash says which schema wrote the entry, which this test is not about.
    private static Decoded.Known fixed(Decoded sample) {
        return switch (sample) {
            case Decoded.Entry entry ->
                    new Decoded.Entry(
                            new LogPosition(
                                    entry.position().chain(),
                                    entry.position().seq(),
                                    "5e".repeat(32)),
                            entry.entry());
            case Decoded.Raised raised -> raised;
            case Decoded.Undecodable undecodable ->
                    throw new IllegalArgumentException(undecodable.code());
        };
    }
}
