package io.countersign.sinks.siem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a source gave as an address is one, or is shown as a name.
class AddressesAreToldFromOtherTextTest {
    /// The same another way.
    private static final Pattern V4 =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    @Test
    void fourNumbersAndNothingElse() {
        for (String address : List.of("0.0.0.0", "192.0.2.57", "255.255.255.255", "1.20.255.9")) {
            assertThat(AddressText.isV4(address)).as(address).isTrue();
        }
        for (String other :
                List.of(
                        "",
                        ".",
                        "1.2.3",
                        "1.2.3.",
                        "1.2.3.4.",
                        "1.2.3.4.5",
                        "01.2.3.4",
                        "1.2.3.256",
                        "1.2.3.1000",
                        "1..3.4",
                        " 1.2.3.4",
                        "1.2.3.4 ",
                        "1.2.3.\u0664",
                        "chat.example.org")) {
            assertThat(AddressText.isV4(other)).as(other).isFalse();
        }
    }

    @Test
    void anyTextIsJudgedAsThePatternJudgesIt() {
        Random random = new Random(4);
        String alphabet = "0125689..";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(16); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(AddressText.isV4(text.toString()))
                    .as("%s", text)
                    .isEqualTo(V4.matcher(text).matches());
        }
    }

    @Test
    void textWithColonsIsNeverLookedUp() {
        assertThat(AddressText.isAddress("2001:db8::1")).isTrue();
        assertThat(AddressText.isAddress("::ffff:192.0.2.1")).isTrue();
        assertThat(AddressText.isAddress("fe80::1%eth0")).isFalse();
        assertThat(AddressText.isAddress("example.org:443")).isFalse();
    }
}
