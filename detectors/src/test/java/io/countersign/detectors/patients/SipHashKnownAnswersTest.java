package io.countersign.detectors.patients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The vectors of the paper's reference program: key 00..0f, inputs 00..n-1.
class SipHashKnownAnswersTest {
    @Test
    void theReferenceVectorsHold() {
        byte[] key = new byte[16];
        byte[] input = new byte[16];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
            input[i] = (byte) i;
        }
        SipHash hash = new SipHash(key);
        assertThat(hash.hash(input, 0, 0)).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(hash.hash(input, 0, 1)).isEqualTo(0x74f839c593dc67fdL);
        assertThat(hash.hash(input, 0, 8)).isEqualTo(0x93f5f5799a932462L);
        assertThat(hash.hash(input, 0, 15)).isEqualTo(0xa129ca6149be45e5L);
    }
}
