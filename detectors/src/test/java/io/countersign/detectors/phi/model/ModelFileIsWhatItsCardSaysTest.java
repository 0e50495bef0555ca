package io.countersign.detectors.phi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ModelFileIsWhatItsCardSaysTest {
    private static final Path CARD = Path.of("..", "docs", "model-card.md");
    private static final int MAX_BYTES = 8 << 20;

    private static byte[] file() throws IOException {
        try (InputStream in = NameModel.class.getResourceAsStream("names.model")) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        }
    }

    @Test
    void theCardNamesTheHashAndTheSize() throws IOException, NoSuchAlgorithmException {
        byte[] file = file();
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        String card = Files.readString(CARD, StandardCharsets.UTF_8);
        assertThat(card)
                .contains("`" + hash + "`")
                .contains("%,d bytes".formatted(file.length))
                .contains("seed " + ModelTrainer.SEED)
                .contains("2^" + ModelTrainer.BITS + " rows");
        assertThat(file.length).isLessThanOrEqualTo(MAX_BYTES);
    }

    @Test
    void noSumOfRowsLeavesItsLane() throws IOException {
        NameModel model = NameModel.read(file());
        assertThat(SegmentFeatures.FEATURES).isLessThanOrEqualTo(NameModel.MAX_FEATURES);
        for (long row : model.rows) {
            for (int lane = 0; lane < NameModel.LABELS; lane++) {
                assertThat(row >>> (16 * lane) & 0xffff)
                        .isLessThanOrEqualTo(2L * NameModel.LANE_BIAS);
            }
        }
        assertThat(SegmentFeatures.FEATURES * 2 * NameModel.LANE_BIAS).isLessThan(1 << 16);
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        byte[] file = file();
        for (int at : new int[] {0, 8, 12, 16, 24, 800, file.length / 2, file.length - 1}) {
            byte[] damaged = file.clone();
            damaged[at] ^= 0x10;
            assertThatThrownBy(() -> NameModel.read(damaged))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        for (int length : new int[] {0, 7, NameModel.HEADER, 1000, file.length - 1}) {
            assertThatThrownBy(() -> NameModel.read(Arrays.copyOf(file, length)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFileForAnotherWordHashIsRefused() throws IOException {
        byte[] file = file();
        ByteBuffer other = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        other.putLong(16, ~NameModel.probe());
        CRC32C sum = new CRC32C();
        sum.update(file, 0, file.length - Integer.BYTES);
        other.putInt(file.length - Integer.BYTES, (int) sum.getValue());
        assertThatThrownBy(() -> NameModel.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("made for other features");
    }
}
