package io.countersign.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// On a directory.
class SealSurvivesEveryFaultTest extends SealSurvivesEveryFaultContract {
    private Path folder = Path.of("");

    @BeforeAll
    void inAFolder(@TempDir Path shared) {
        folder = shared;
    }

    @Override
    protected LogUnderTest newLog() throws IOException {
        return new LogUnderTest.InDirectory(Files.createTempDirectory(folder, "log"));
    }
}
