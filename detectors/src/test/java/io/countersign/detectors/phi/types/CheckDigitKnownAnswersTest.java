package io.countersign.detectors.phi.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each check accepts its known good value and refuses the value beside it. All are published
/// specimens or made up.
class CheckDigitKnownAnswersTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({
        "219099999, true",
        "666123456, false",
        "123004567, false",
        "987654321, false",
        "123450000, false"
    })
    void ssn(String digits, boolean valid) {
        assertThat(Ssn.valid(bytes(digits), 0)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"900701234, true", "900491234, false", "900931234, false", "219709999, false"})
    void itin(String digits, boolean valid) {
        assertThat(Itin.valid(bytes(digits), 0)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "2125550142, true",
        "1234567890, false",
        "2129110142, false",
        "2995550142, false",
        "2115550142, false"
    })
    void phone(String digits, boolean valid) {
        assertThat(Phone.valid(bytes(digits), 0)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "1EG4TE5MK73, true",
        "1SG4TE5MK73, false",
        "0EG4TE5MK73, false",
        "1EG4TE5MK7, false"
    })
    void mbi(String text, boolean valid) {
        assertThat(Mbi.valid(bytes(text), 0, text.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"A, true", "B1, true", "C9, true", "T, true", "X, false", "AA, false"})
    void hicnCode(String code, boolean valid) {
        assertThat(Hicn.code(bytes(code), 0, code.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1234567893, true", "1234567890, false", "3234567893, false"})
    void npi(String digits, boolean valid) {
        assertThat(Npi.valid(bytes(digits), 0, digits.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"AB1234563, true", "AB1234564, false", "A91234563, true", "ZB1234563, false"})
    void dea(String text, boolean valid) {
        assertThat(Dea.valid(bytes(text), 0, text.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "4111111111111111, true",
        "4111111111111112, false",
        "1732579200000, false",
        "20230504123000, false"
    })
    void card(String digits, boolean valid) {
        assertThat(Card.valid(bytes(digits), 0, digits.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"021000021, true", "021000022, false", "991000021, false"})
    void routingNumber(String digits, boolean valid) {
        assertThat(RoutingNumber.valid(bytes(digits), 0, digits.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"GB82WEST12345698765432, true", "GB82WEST12345698765433, false"})
    void iban(String text, boolean valid) {
        assertThat(Iban.valid(bytes(text), 0, text.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1M8GDM9AXKP042788, true", "1HGCM82643A004352, false", "11111111111111111, false"})
    void vin(String text, boolean valid) {
        assertThat(Vin.valid(bytes(text), 0, text.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"10614141000415, true", "10614141000416, false"})
    void gtin(String digits, boolean valid) {
        assertThat(Udi.gtin(bytes(digits), 0)).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"490154203237518, true", "490154203237517, false"})
    void imei(String digits, boolean valid) {
        assertThat(Imei.valid(bytes(digits), 0, digits.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"1114100123456, true", "1114400123456, false", "1114000123456, false"})
    void medicareClaim(String digits, boolean valid) {
        assertThat(ClaimNumber.icn(bytes(digits), 0, digits.length())).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "E119, true",
        "U071, true",
        "QA00101, true",
        "E11, true",
        "E119Z, false",
        "B12, false",
        "U072, false"
    })
    void icd10(String code, boolean known) {
        assertThat(Icd10.known(bytes(code), 0, code.length())).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({"03601, true", "02139, false", "06312, true", "89345, true", "10001, false"})
    void restrictedZip3(String zip, boolean restricted) {
        assertThat(ZipCode.restricted(bytes(zip), 0)).isEqualTo(restricted);
    }

    @Test
    void datesThatTheCalendarHas() {
        assertThat(CalendarDate.exists(2024, 2, 29)).isTrue();
        assertThat(CalendarDate.exists(2023, 2, 29)).isFalse();
        assertThat(CalendarDate.exists(1900, 2, 29)).isFalse();
        assertThat(CalendarDate.exists(2000, 2, 29)).isTrue();
        assertThat(CalendarDate.exists(2023, 13, 1)).isFalse();
        assertThat(CalendarDate.exists(2023, 4, 31)).isFalse();
        assertThat(CalendarDate.exists(1850, 4, 1)).isFalse();
    }
}
