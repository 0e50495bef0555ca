package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BombsEndAtTheLimitTest {
    private static final int FREE = 1 << 20;

    private record Read(String name, long bytes, Shortfall shortfall) {}

    private final List<Read> read = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst", "zip", "gz in zip", "gz in gz"})
    void andSayThatTheyArePartial(String kind) throws IOException {
        byte[] bomb = packed(kind, "All is well in the garage.\n".repeat(10), 1_000_000);
        read(bomb);
        assertThat(read).hasSize(1);
        assertThat(read.getFirst().bytes())
                .isBetween((long) FREE / 3, FREE + ExpansionLimit.MAX_RATIO * bomb.length);
        assertThat(read.getFirst().shortfall()).isEqualTo(Shortfall.EXPANSION_LIMIT);
        assertThat(refused).hasSize(kind.contains("zip") ? 1 : 0);
    }

    @Test
    void theFilesAfterABombAreNamedAsNotScanned() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("bomb"));
            zip.write(new byte[64 << 20]);
            zip.putNextEntry(new ZipEntry("note"));
            zip.write('x');
        }
        read(archive.toByteArray());
        assertThat(read).extracting(Read::name).containsExactly("input!/bomb");
        assertThat(refused).singleElement().asString().contains("the rest is not scanned");
    }

    /// Text that packs well is no bomb, however much of it there is.
    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst", "zip"})
    void ordinaryTextIsReadToItsEnd(String kind) throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        while (text.length() < 8 << 20) {
            text.append("2026-11-26 12:00:00 GET /a.html 200 ")
                    .append(random.nextInt())
                    .append("\n");
        }
        read(packed(kind, text.toString(), 1));
        assertThat(read)
                .singleElement()
                .satisfies(one -> assertThat(one.bytes()).isEqualTo(text.length()))
                .satisfies(one -> assertThat(one.shortfall()).isEqualTo(Shortfall.NONE));
        assertThat(refused).isEmpty();
    }

    private void read(byte[] input) throws IOException {
        new InputTexts(
                        Optional.empty(),
                        Optional.empty(),
                        new ExpansionLimit(FREE),
                        (name, why) -> refused.add(name + ": " + why),
                        text -> {
                            long bytes = text.transferTo(OutputStream.nullOutputStream());
                            read.add(new Read(text.name(), bytes, text.shortfall()));
                        })
                .of("input", new ByteArrayInputStream(input));
    }

    private static byte[] packed(String kind, String text, int times) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packing(kind, packed)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
        }
        return packed.toByteArray();
    }

    private static OutputStream packing(String kind, OutputStream out) throws IOException {
        return switch (kind) {
            case "gz" -> new GZIPOutputStream(out);
            case "zst" -> new ZstdOutputStream(out);
            case "zip" -> {
                ZipOutputStream zip = new ZipOutputStream(out);
                zip.putNextEntry(new ZipEntry("a"));
                yield zip;
            }
            case "gz in zip" -> new GZIPOutputStream(packing("zip", out));
            default -> new GZIPOutputStream(new GZIPOutputStream(out));
        };
    }
}
