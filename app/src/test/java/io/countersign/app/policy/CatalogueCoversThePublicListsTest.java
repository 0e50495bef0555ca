package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.destination.Catalogue;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How many hosts of the public lists the catalogue knows. The lists are third-party material and
/// not part of this repository: `-Dai.domains=FILE` names a CSV with the columns domain, match and
/// breadth.
@EnabledIfSystemProperty(
        named = "ai.domains",
        matches = ".+",
        disabledReason = "no list of public AI hosts given (-Dai.domains=FILE)")
class CatalogueCoversThePublicListsTest {
    @Test
    void nineteenOfTwentyNarrowRowsAreKnown() throws IOException {
        Catalogue catalogue = PolicyReader.read(PolicyYaml.withoutRegister()).catalogue();
        List<String> missing = new ArrayList<>();
        int rows = 0;
        List<String> lines = Files.readAllLines(Path.of(System.getProperty("ai.domains")));
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",", -1);
            if (columns[2].equals("broad")) {
                continue;
            }
            rows++;
            String host = columns[0].replace("*", "x");
            boolean known = catalogue.mayMatch(host);
            if (columns[1].equals("suffix")) {
                known |= catalogue.mayMatch("x." + host);
            }
            if (!known) {
                missing.add(host);
            }
        }
        // The figure is what one runs this for.
        System.out.println(
                (rows - missing.size()) + " of " + rows + " rows known; not: " + missing);
        assertThat(missing.size() * 20).isLessThanOrEqualTo(rows);
    }
}
