package io.countersign.audit.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random bytes, short lengths among them: a bundle of exactly these bytes, or the declared
/// exception.
class BundleParserRefusesByDeclaredExceptionTest {
    private static final int ROUNDS = 50_000;

    @Test
    void randomBytes() {
        Random random = new Random(6962);
        int parsed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(8) : 0;
            }
            TilePath.EntryBundle path = new TilePath.EntryBundle(0, random.nextInt(1, 9));
            try {
                Bundle bundle = Bundle.parse(path, bytes);
                assertThat(written(bundle)).isEqualTo(bytes);
                assertThat(bundle.width()).isEqualTo(path.width());
                parsed++;
            } catch (DamagedLogException e) {
                assertThat(e.fault()).isIn(LogFault.TRUNCATED, LogFault.SURPLUS_BYTES);
            }
        }
        assertThat(parsed).isBetween(100, ROUNDS - 100);
    }

    private static byte[] written(Bundle bundle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bundle.width(); i++) {
            byte[] entry = bundle.entry(i);
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }
}
