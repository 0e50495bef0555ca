package io.countersign.audit.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.bouncycastle.crypto.macs.SipHash;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

/// Against the value in the paper and against Bouncy Castle's implementation.
final class SipHashAgreesWithAnotherTest {
    private static final int MAX_BYTES = 300;
    private static final int LARGE_BYTES = 1_000_003;

    @Test
    void theExampleOfThePaper() {
        byte[] key = counting(16);
        byte[] text = counting(15);

        assertThat(new io.countersign.audit.tokens.SipHash(key).of(text))
                .isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void everyLengthAndALargeOne() {
        Random random = new Random(24);
        for (int length = 0; length <= MAX_BYTES; length++) {
            compare(random, length);
        }
        compare(random, LARGE_BYTES);
    }

    @Test
    void aShortKeyIsRefusedAndNoKeyIsShown() {
        assertThatThrownBy(() -> new io.countersign.audit.tokens.SipHash(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new io.countersign.audit.tokens.SipHash(counting(16)))
                .hasToString("SipHash[redacted]");
    }

    private static void compare(Random random, int length) {
        byte[] key = new byte[16];
        byte[] text = new byte[length];
        random.nextBytes(key);
        random.nextBytes(text);
        SipHash other = new SipHash(2, 4);
        other.init(new KeyParameter(key));
        other.update(text, 0, text.length);
        byte[] expected = new byte[Long.BYTES];
        other.doFinal(expected, 0);

        assertThat(new io.countersign.audit.tokens.SipHash(key).of(text))
                .as("%s bytes", length)
                .isEqualTo(ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
