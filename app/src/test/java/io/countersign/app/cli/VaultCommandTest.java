package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.vault.VaultResidents;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.audit.vault.Residence;
import io.countersign.audit.vault.VaultFile;
import io.countersign.audit.vault.VaultKeys;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.forensics.cases.Individuals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultCommandTest {
    private static final String CSV =
            "MRN,Last Name,First Name,Address,City,State,ZIP,Notes\n"
                    + "00482913,Finch,\"Harold \"\"Hal\"\"\",\"9 Oak Ave, Apt 2\",Reno,Nevada,89501,\"two\nlines\"\n"
                    + ",Nobody,Here,,,,,\n"
                    + "12345678901234567890,Toolong,Ida,,,,,\n"
                    + "55512,Abroad,Uwe,Gasse 1,Graz,,8010,\n";
    private static final String ADT =
            "MSH|^~\\&|ADT|H|A|B|20261126||ADT^A01|1|P|2.5\r"
                    + "PID|1||77001234^^^H^MR~9^^^X^AN||ROE^JANE^Q||19700102|F|||12 Elm St&Elm St&12^Apt 4^Springfield^IL^62701^USA||(212)555-0150\r";

    private final Path directory;
    private final Path site;
    private final Path config;

    VaultCommandTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        this.site = directory.resolve("site");
        this.config =
                Files.writeString(
                        directory.resolve("countersign.yaml"), "directory: " + site + "\n");
    }

    @BeforeEach
    void keys() {
        countersign("keys", "generate", "--config", config.toString()).exits(ExitCode.CLEAN);
    }

    private String export(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void exportsAreLoadedAndBadRowsAreNamedByTheirLine() throws Exception {
        countersign(
                        "vault",
                        "load",
                        "--config",
                        config.toString(),
                        export("p.csv", CSV),
                        export("adt.hl7", ADT))
                .exits(ExitCode.REJECTED)
                .says("3 patients, subjects of 2020 to 2027", "1 rows name no state")
                .complains(
                        "p.csv, line 4: has no patient id",
                        "p.csv, line 5: has a patient id of more than 15 characters",
                        "2 rows are left out")
                .saysNot("Finch", "482913", "Nobody", "Toolong", "Roe", "Reno");
        VaultKeys keys = new VaultKeys(site.resolve("keys/vault"));
        TokenKeys tokens = TokenKeys.load(site.resolve("keys/tokens.key"));
        try (VaultFile vault = VaultFile.open(site.resolve("patients.vault"), keys)) {
            VaultFile.Names names = vault.names(keys, tokens);
            // The token of an entry of that year, however the number is spelt there.
            VaultPerson roe = names.of(tokens.token(2024, "MRN", "77001234")).orElseThrow();
            assertThat(roe.fields())
                    .containsExactly(
                            "77001234",
                            "ROE",
                            "JANE Q",
                            "12 Elm St Apt 4",
                            "Springfield",
                            "IL",
                            "62701",
                            "USA");
            assertThat(vault.residence(tokens.token(2026, "MRN", "00482913")))
                    .map(Residence::state)
                    .contains("NV");
            assertThat(vault.residence(tokens.token(2026, "MRN", "55512")))
                    .map(Residence::state)
                    .contains("");
            assertThat(vault.residence(tokens.token(2026, "SSN", "00482913")))
                    .isEqualTo(Optional.empty());
        }
        for (String owned :
                new String[] {"patients.vault", "keys/vault/states.key", "keys/vault/names.key"}) {
            assertThat(Files.getPosixFilePermissions(site.resolve(owned)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        countersign("vault", "status", "--config", config.toString())
                .exits(ExitCode.CLEAN)
                .says("3 patients", "Both keys fit it.");
    }

    @Test
    void aCaseMergesTheTokensOfOnePatientAndSeesNoName() throws Exception {
        Configuration configuration = ConfigurationFile.read(config).configuration();
        try (VaultResidents nobody = VaultResidents.of(configuration)) {
            assertThat(nobody.residents()).isEmpty();
        }
        countersign("vault", "load", "--config", config.toString(), export("p.csv", CSV))
                .exits(ExitCode.REJECTED);
        Files.delete(site.resolve("keys/vault/names.key"));
        TokenKeys tokens = TokenKeys.load(site.resolve("keys/tokens.key"));
        try (VaultResidents vault = VaultResidents.of(configuration)) {
            Individuals.Residents residents = vault.residents().orElseThrow();
            Individuals.Resident finch = residents.of(hex(tokens, 2024, "00482913")).orElseThrow();
            assertThat(finch.state()).contains("NV");
            assertThat(residents.of(hex(tokens, 2026, "00482913"))).contains(finch);
            Individuals.Resident abroad = residents.of(hex(tokens, 2026, "55512")).orElseThrow();
            assertThat(abroad.state()).isEmpty();
            assertThat(abroad.patient()).isNotEqualTo(finch.patient());
            assertThat(residents.of(hex(tokens, 2026, "1"))).isEmpty();
        }
    }

    private static String hex(TokenKeys tokens, int year, String mrn) {
        return HexFormat.of().formatHex(tokens.token(year, "MRN", mrn).bytes());
    }

    @Test
    void whatWasChangedIsSaidAndNothingIsRead() throws Exception {
        countersign("vault", "status", "--config", config.toString())
                .exits(ExitCode.FAILED)
                .complains("There is no vault yet", "countersign vault load");
        countersign("vault", "load", "--config", config.toString(), export("adt.hl7", ADT))
                .exits(ExitCode.CLEAN);
        Path vault = site.resolve("patients.vault");
        byte[] bytes = Files.readAllBytes(vault);
        bytes[200] ^= 4;
        Files.write(vault, bytes);
        countersign("vault", "status", "--config", config.toString())
                .exits(ExitCode.FAILED)
                .complains("The vault was changed after it was written");
    }

    @Test
    void aLoadThatReadsNobodyLeavesTheVaultAsItIs() throws Exception {
        countersign("vault", "load", "--config", config.toString(), export("adt.hl7", ADT))
                .exits(ExitCode.CLEAN);
        byte[] before = Files.readAllBytes(site.resolve("patients.vault"));
        countersign("vault", "load", "--config", config.toString(), export("no.csv", "a,b\n1,2\n"))
                .exits(ExitCode.REJECTED)
                .complains("neither HL7 nor a CSV file");
        countersign("vault", "load", "--config", config.toString(), export("e.csv", "mrn,name\n"))
                .exits(ExitCode.REJECTED)
                .complains("the vault stays as it is");
        assertThat(Files.readAllBytes(site.resolve("patients.vault"))).isEqualTo(before);
    }

    @Test
    void itIsNotOpenedWithoutARequest() {
        countersign("vault", "open", "--config", config.toString(), "--purpose", "BREACH_NOTICE")
                .exits(ExitCode.USAGE)
                .complains("--request");
    }
}
