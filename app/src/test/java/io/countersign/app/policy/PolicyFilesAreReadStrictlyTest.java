package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.PolicyAgreement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFilesAreReadStrictlyTest {
    private static final String GOOD =
            """
            policy: test-1
            time_zone: America/Chicago
            organisation: {name: Hospital Example, domains: [hospital.example.org]}
            complete: true
            agreements:
              - id: bedrock
                services: [amazon.bedrock]
                plan: aws
                party: site
                baa: {signed: 2024-03-01}
                valid_from: 2024-03-01
                valid_to: 2025-02-28
                cloud_accounts: ["123456789012"]
            """;

    @Test
    void daysBeginAtMidnightOfTheTimeZoneAndTheLastDayBelongs() throws Exception {
        PolicyAgreement row =
                PolicyYaml.ofText("baa.yaml", GOOD)
                        .getRegister()
                        .orElseThrow()
                        .getAgreements()
                        .getFirst();

        assertThat(row.getInForce().getFromMillis())
                .contains(Instant.parse("2024-03-01T06:00:00Z").toEpochMilli());
        assertThat(row.getInForce().getToMillis())
                .contains(Instant.parse("2025-03-01T06:00:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan: aws            | plann: aws               | baa.yaml: agreements[0].plan: missing",
                "party: site          | party: sight             | baa.yaml: agreements[0].party: not one of site, person",
                "complete: true       | complete: maybe          | baa.yaml: complete: not true or false",
                "complete: true       | complete: true\\nx: 1    | baa.yaml: x: unknown key",
                "signed: 2024-03-01   | signed: 1.3.2024         | baa.yaml: agreements[0].baa.signed: not a day",
                "signed: 2024-03-01   | sign: 2024-03-01         | baa.yaml: agreements[0].baa.signed: missing",
                "valid_to: 2025-02-28 | valid_to: 2024-02-28     | baa.yaml: agreements[0].valid_to: before valid_from",
                "123456789012         | 12345                    | baa.yaml: agreements[0].cloud_accounts: not 12 digits",
                "cloud_accounts:      | tenants:                 | baa.yaml: agreements[0].tenants: not a UUID",
                "amazon.bedrock       | amazon.bedrok            | baa.yaml: agreements[0]: row bedrock names a service that is not in the catalogue",
                "plan: aws            | plan: gold               | baa.yaml: agreements[0]: row bedrock: amazon.bedrock has no plan gold",
                "id: bedrock          | id: Bed rock             | baa.yaml: agreements[0].id: does not match",
                "America/Chicago      | Mars/North               | baa.yaml: time_zone: no time zone",
                "policy: test-1       | policy: test-1\\npolicy: test-2 | Duplicate",
                "cloud_accounts: [\"123456789012\"] | every_account: true | baa.yaml: agreements[0]: row bedrock must name accounts",
                "cloud_accounts: [\"123456789012\"] | source: x      | baa.yaml: agreements[0].every_account: name at least one account",
            })
    void oneWrongWordIsRefusedWithItsPath(String good, String bad, String message) {
        String text = GOOD.replace(good, bad.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(GOOD);

        assertThatThrownBy(() -> PolicyYaml.ofText("baa.yaml", text))
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining(message);
    }
}
