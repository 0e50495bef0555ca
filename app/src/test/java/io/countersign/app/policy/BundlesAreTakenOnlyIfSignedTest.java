package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyService;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A catalogue bundle: who signed it, what it may replace, and how old is too old.
class BundlesAreTakenOnlyIfSignedTest {
    private static final Ed25519NoteSigner VENDOR = signer(1);
    private static final Ed25519NoteSigner STRANGER = signer(2);

    private static Ed25519NoteSigner signer(int fill) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) fill);
        return new Ed25519NoteSigner("example.org/catalogue", seed);
    }

    private static List<NoteVerifier> trusted() throws Exception {
        return new VerifierKeys(List.of(VENDOR.verifierKey())).verifiers();
    }

    private static PolicyDocument catalogue(String version) {
        PolicyDocument all = PolicyYaml.withoutRegister();
        return new PolicyDocument(
                all.getVersion(),
                version,
                all.getServices(),
                null,
                null,
                null,
                all.getWatched(),
                List.of());
    }

    @Test
    void whatTheVendorSignedIsReadBackWhole() throws Exception {
        byte[] file = PolicyBundle.sign(catalogue("2026-12-01"), VENDOR);

        PolicyDocument read = PolicyBundle.open("c.bundle", file, trusted());

        assertThat(read).isEqualTo(catalogue("2026-12-01"));
    }

    @Test
    void anotherSignatureNoneOrAChangedByteIsRefusedWithTheWayOut() throws Exception {
        byte[] strange = PolicyBundle.sign(catalogue("2026-12-01"), STRANGER);
        assertThatThrownBy(() -> PolicyBundle.open("c.bundle", strange, trusted()))
                .hasMessageContaining("c.bundle: no signature by a key of --vkeys");

        byte[] changed = PolicyBundle.sign(catalogue("2026-12-01"), VENDOR);
        changed[changed.length / 2] ^= 1;
        assertThatThrownBy(() -> PolicyBundle.open("c.bundle", changed, trusted()))
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining("c.bundle: ");

        assertThatThrownBy(() ->
                        PolicyBundle.open(
                                "c.bundle",
                                "text".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                trusted()))
                .hasMessageContaining("no policy bundle");
        assertThatThrownBy(() -> PolicyBundle.open("c.bundle", new byte[50_000_000], trusted()))
                .hasMessageContaining("50000000 bytes, at most");
    }

    @Test
    void registerRulesAndAlertsStayAndAnOlderBundleIsRefused() throws Exception {
        PolicyDocument inForce = PolicyYaml.demo();
        PolicyDocument newer = PolicyBundle.merged("c.bundle", inForce, catalogue("2026-12-01"));

        assertThat(newer.getRegister()).isEqualTo(inForce.getRegister());
        assertThat(newer.getVersion()).isEqualTo(inForce.getVersion());
        assertThat(PolicyChanges.objection(inForce, newer)).isEmpty();
        assertThat(PolicyChanges.between(inForce, newer))
                .containsExactly("catalogue: 2026-11-26 becomes 2026-12-01");
        assertThat(
                        PolicyChanges.objection(
                                inForce,
                                PolicyBundle.merged("c.bundle", inForce, catalogue("2026-01-01"))))
                .isPresent();
    }

    @Test
    void aBundleThatTheSitesRowsContradictIsRefused() {
        List<PolicyService> without =
                PolicyYaml.withoutRegister().getServices().stream()
                        .filter(service -> !service.getId().equals("anthropic.claude"))
                        .toList();
        PolicyDocument bundle =
                new PolicyDocument(
                        "x", "2026-12-01", without, null, null, null, List.of(), List.of());

        assertThatThrownBy(() -> PolicyBundle.merged("c.bundle", PolicyYaml.demo(), bundle))
                .hasMessageContaining(
                        "c.bundle: row claude-enterprise names a service that is not in the catalogue");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T00:00:00Z, 0",
        "2027-01-09T00:00:00Z, 0",
        "2027-01-11T00:00:00Z, 1",
        // The demo's five rows were compared with their contracts on 2026-11-02.
        "2027-02-01T00:00:00Z, 6",
    })
    void whatIsTooOldIsSaid(String now, int warnings) {
        assertThat(PolicyCheck.staleness(PolicyYaml.demo(), Instant.parse(now))).hasSize(warnings);
    }

    @Test
    void whatEndsSoonNeverCoversOrLeavesDaysOutIsSaid() throws Exception {
        String row =
                "  - {id: %s, services: [anthropic.claude], plan: %s, party: site, baa: {signed: 2026-01-15, settings: [hipaa-ready]}, valid_from: %s, %s verified_at: 2026-11-20, orgs: [%s]}%n";
        PolicyDocument policy =
                PolicyYaml.ofText(
                        "baa.yaml",
                        "policy: p\norganisation: {name: H}\ncomplete: true\nagreements:\n"
                                + row.formatted(
                                        "tomorrow",
                                        "enterprise",
                                        "2026-01-15",
                                        "valid_to: 2026-11-27,",
                                        "11111111-0000-4000-8000-000000000001")
                                + row.formatted(
                                        "team",
                                        "team",
                                        "2026-01-15",
                                        "",
                                        "11111111-0000-4000-8000-000000000002")
                                + row.formatted(
                                        "old",
                                        "enterprise",
                                        "2026-01-15",
                                        "valid_to: 2026-05-31,",
                                        "11111111-0000-4000-8000-000000000003")
                                + row.formatted(
                                        "new",
                                        "enterprise",
                                        "2026-06-10",
                                        "",
                                        "11111111-0000-4000-8000-000000000003"));

        assertThat(PolicyCheck.findings(policy, Instant.parse("2026-11-26T12:00:00Z")))
                .contains(
                        "Row tomorrow ends with 2026-11-27, and nothing follows: from the next day on it covers nothing",
                        "Row team names a BAA for anthropic.claude, plan team, and the vendor signs none for that plan: it never covers",
                        "Between row old and row new nothing is in force from 2026-06-01 to 2026-06-09");
    }

    @Test
    void aFileOfFiftyMegabytesIsRefusedWithItsNameAndTheWayOut(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
        java.nio.file.Path file = folder.resolve("baa.yaml");
        try (java.io.RandomAccessFile large = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(50_000_000);
        }

        assertThatThrownBy(() -> PolicyYaml.of(file))
                .hasMessageContaining("baa.yaml: 50000000 bytes, at most")
                .hasMessageContaining("is it the right file?");
    }

    @Test
    void alertsLieBesideTheRegister() throws Exception {
        PolicyDocument policy =
                PolicyYaml.ofTexts(
                        "policy: p\norganisation: {name: H}\ncomplete: true\n",
                        Optional.empty(),
                        Optional.of(
                                """
                                mutes:
                                  - {id: sim-lab, owner: rkim, reason: training data, service: Example AI, until: 2026-12-31}
                                burst_minutes: 120
                                """));

        assertThat(policy.getAlerting().orElseThrow().getMutes()).hasSize(1);
        assertThat(policy.getAlerting().orElseThrow().getBurstMinutes()).contains(120L);
        assertThatThrownBy(() ->
                        PolicyYaml.ofTexts(
                                "policy: p\norganisation: {name: H}\ncomplete: true\n",
                                Optional.empty(),
                                Optional.of("mutes: [{id: a, owner: b, reason: c, service: d}]")))
                .hasMessageContaining("alerts.yaml: mutes[0].until: missing: a mute ends");
    }
}
