package io.countersign.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Not a test: writes the schemas of this build to `src/main/released` under a release number. No
/// run of the tests picks it up by itself:
///
/// ```
/// mvn -q test -pl schemas -am -Dtest=ReleaseTheSchemas -Dschemas.release=1 -Dsurefire.failIfNoSpecifiedTests=false
/// ```
@EnabledIfSystemProperty(named = "schemas.release", matches = "[1-9][0-9]*")
class ReleaseTheSchemas {
    static final Path RELEASED = Path.of("src/main/released");

    @Test
    void write() throws IOException {
        int release = Integer.getInteger("schemas.release", 0);
        for (BundledSchemas.Bundled bundled : BundledSchemas.get().current()) {
            Path folder = RELEASED.resolve(bundled.schema().getName());
            Files.createDirectories(folder);
            // Numbers are dense: a record that this release does not change gets a copy, a new one
            // starts at 1.
            int number = Math.min(release, numberOfReleases(folder) + 1);
            Path file = folder.resolve(number + ".avsc");
            Files.writeString(
                    file, PlainSchema.json(bundled.schema()).indented(), StandardCharsets.UTF_8);
            assertThat(file).isNotEmptyFile();
        }
    }

    static int numberOfReleases(Path folder) {
        int number = 0;
        while (Files.exists(folder.resolve((number + 1) + ".avsc"))) {
            number++;
        }
        return number;
    }
}
