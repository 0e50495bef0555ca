package io.countersign.ledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLogStorageTest extends LogStorageContract {
    @TempDir Path folder;

    @Override
    protected DirectoryLogStorage open() throws IOException {
        return DirectoryLogStorage.open(folder);
    }

    @Test
    void draftsOfACrashAreClearedAway() throws IOException {
        DirectoryLogStorage.open(folder).close();
        Path draft = Files.createFile(folder.resolve("ledger/draft/left"));
        DirectoryLogStorage.open(folder).close();
        assertThat(draft).doesNotExist();
    }

    @Test
    void aStagingBundleComesBackWholeOrNotAtAll() {
        String name = StagingBundle.nameOf(new TreeSize(300), Sha256.of(new byte[0]));
        StagingBundle bundle =
                new StagingBundle(
                        name,
                        List.of(
                                new StoredObject(new TilePath.HashTile(0, 0, 256), new byte[8192]),
                                new StoredObject(
                                        new TilePath.EntryBundle(1, 44), new byte[] {0, 1, 9})));
        byte[] bytes = bundle.encode();
        StagingBundle decoded = StagingBundle.decode(name, bytes).orElseThrow();
        assertThat(decoded.objects()).hasSameSizeAs(bundle.objects());
        for (int i = 0; i < decoded.objects().size(); i++) {
            assertThat(decoded.objects().get(i).path()).isEqualTo(bundle.objects().get(i).path());
            assertThat(decoded.objects().get(i).bytes()).isEqualTo(bundle.objects().get(i).bytes());
        }
        for (int length = 0; length < bytes.length; length += 97) {
            assertThat(StagingBundle.decode(name, Arrays.copyOf(bytes, length))).isEmpty();
        }
        assertThat(StagingBundle.decode(name, Arrays.copyOf(bytes, bytes.length + 1))).isEmpty();
        for (int i = 0; i < bytes.length; i += 61) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 1;
            assertThat(StagingBundle.decode(name, damaged)).isEmpty();
        }
    }
}
