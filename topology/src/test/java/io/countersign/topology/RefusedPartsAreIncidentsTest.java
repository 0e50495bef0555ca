package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IncidentEntry;
import io.countersign.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part of the directory of people that is refused is in the log, once, as a refused policy is;
/// and names of a source's DLP that nobody mapped are counted by product.
class RefusedPartsAreIncidentsTest {
    @TempDir Path directory;

    private AuditDriver driver;

    @BeforeEach
    void start() {
        driver = new AuditDriver(directory);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void eachRefusalIsOneIncident() {
        driver.identity("people/00", part("people/00", 5));
        driver.tick();
        assertThat(incidents()).isEmpty();

        driver.identity("people/01", part("people/00", 6));
        driver.tick();
        driver.tick();
        assertThat(incidents()).containsExactly("IDENTITY_MALFORMED");

        driver.deleteIdentity("people/00");
        driver.tick();
        driver.identity("people/00", part("people/00", 4));
        driver.tick();
        driver.tick();
        assertThat(incidents())
                .containsExactly("IDENTITY_MALFORMED", "IDENTITY_DELETED", "IDENTITY_OLDER");
    }

    @Test
    void aGoodPartUnderItsKeyEndsIt() {
        driver.identity("people/00", part("people/00", 5));
        driver.deleteIdentity("people/00");
        driver.identity("people/00", part("people/00", 6));
        driver.tick();
        assertThat(incidents()).isEmpty();
    }

    @Test
    void unmappedNamesAreCountedByProductAndAreInNoMetric() {
        String line =
                "{\"event\":{\"epochtime\":\"1795339872\",\"login\":\"mvale\",\"action\":\"Allowed\",\"reqmethod\":\"POST\","
                        + "\"respcode\":\"200\",\"host\":\"chatgpt.com\",\"url\":\"chatgpt.com/backend-api/f/conversation\","
                        + "\"reqdatasize\":\"900\",\"dlpeng\":\"Own engine 7\",\"dlpdict\":\"Wards|Badges\",\"dlpdicthitcount\":\"1|2\"}}";
        driver.pipe(
                Topics.PROXY_RAW,
                "zscaler-nss-web",
                "nss-1",
                0,
                line.getBytes(StandardCharsets.UTF_8));
        assertThat(driver.metric("unmapped-zscaler-nss-web-total")).isEqualTo(2.0);
        assertThat(driver.metricNames()).noneMatch(name -> name.contains("Own engine"));
    }

    private List<String> incidents() {
        return driver.entries().stream()
                .filter(entry -> entry.getKind() == EntryKind.INCIDENT)
                .map(AuditEntry::getIncident)
                .map(incident -> incident.map(IncidentEntry::getCode).orElseThrow())
                .toList();
    }

    private static IdentityPart part(String key, long loaded) {
        return IdentityPart.newBuilder()
                .setKey(key)
                .setLoadedMillis(loaded)
                .setRules(null)
                .setStints(List.of())
                .setLeases(List.of())
                .build();
    }
}
