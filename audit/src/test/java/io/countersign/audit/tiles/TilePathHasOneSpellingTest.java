package io.countersign.audit.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathHasOneSpellingTest {
    @Test
    void specificationsExample() {
        assertThat(new TilePath.HashTile(0, 1_234_067, 256).path())
                .isEqualTo("tile/0/x001/x234/067");
        assertThat(new TilePath.HashTile(3, 999, 17).path()).isEqualTo("tile/3/999.p/17");
        assertThat(new TilePath.EntryBundle(1_000, 1).path())
                .isEqualTo("tile/entries/x001/000.p/1");
        assertThat(new TilePath.EntryBundle(0, 256).path()).isEqualTo("tile/entries/000");
    }

    @Test
    void everyPathIsReadBack() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            long n = random.nextLong() >>> random.nextInt(8, 64);
            TilePath path =
                    random.nextBoolean()
                            ? new TilePath.EntryBundle(n, random.nextInt(1, 257))
                            : new TilePath.HashTile(random.nextInt(64), n, random.nextInt(1, 257));
            if (n < 1_000_000_000_000_000_000L) {
                assertThat(TilePath.parse(path.path())).contains(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "checkpoint",
                "tile/0/0",
                "tile/0/0000",
                "tile/0/x000/000",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001/x002",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/entry/000",
                "tile/0/\u0661\u0661\u0661",
                "tile/0/x001/x001/x001/x001/x001/x001/x001/001"
            })
    void whatIsNoPathIsRefused(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }

    @Test
    void numbersAreChecked() {
        assertThatThrownBy(() -> new TilePath.HashTile(64, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TilePath.HashTile(0, -1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TilePath.EntryBundle(0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TilePath.EntryBundle(0, 257))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
