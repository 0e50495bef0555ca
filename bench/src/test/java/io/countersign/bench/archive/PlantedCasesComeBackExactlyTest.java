package io.countersign.bench.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.bench.GateFailure;
import io.countersign.forensics.query.Preset;
import io.countersign.sinks.archive.Archive;
import io.countersign.sinks.archive.ArchiveTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Six years in 20,000 entries, by the writer that an installation has, and asked as an
/// investigator asks.
class PlantedCasesComeBackExactlyTest {
    private static final SixYears YEARS = new SixYears(SixYears.MIN_ENTRIES, 7);

    @TempDir private static Path folder;

    @BeforeAll
    static void grow() throws IOException, InterruptedException {
        grow(YEARS);
    }

    private static long grow(SixYears years) throws IOException, InterruptedException {
        AtomicLong commits = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(2);
                Archive archive = Archive.openToWrite(folder)) {
            new ArchiveGrowth(years, archive, threads).grow(_ -> commits.incrementAndGet());
            assertThat(archive.size(ArchiveTable.ENTRIES).rows()).isEqualTo(years.entries());
        }
        return commits.get();
    }

    @Test
    void eachAffectedIndividualAndNoneMoreWithTheRightNotices() throws IOException {
        PlantedCasesCheck check = new PlantedCasesCheck(YEARS, new AskedArchive(folder));
        for (PlantedCase planted : PlantedCase.ALL) {
            assertThat(check.check(planted).individuals().byState()).isEqualTo(planted.residents());
        }
    }

    @Test
    void anIndividualMoreThanPlantedIsSeen() {
        PlantedCase more = new PlantedCase("499", 3, Map.of("NY", 500), false, true);
        PlantedCasesCheck check = new PlantedCasesCheck(YEARS, new AskedArchive(folder));
        assertThatThrownBy(() -> check.check(more))
                .isInstanceOf(GateFailure.class)
                .hasMessageContaining("case 499");
    }

    @Test
    void thePatientOfEachYearAndThePersonAreThereAsOftenAsPlanted() throws IOException {
        AskedArchive archive = new AskedArchive(folder);
        for (int year = 0; year < SixYears.YEARS; year++) {
            String token = HexFormat.of().formatHex(YEARS.plantedToken(year));
            assertThat(rows(archive, Preset.SUBJECT, token)).isEqualTo(SixYears.PLANTED_A_YEAR);
        }
        assertThat(rows(archive, Preset.PERSON, SixYears.PLANTED_PERSON))
                .isEqualTo(SixYears.PLANTED_OF_PERSON);
    }

    private static int rows(AskedArchive archive, Preset preset, String key) throws IOException {
        return archive.ask(preset.ask(List.of(key), Optional.empty(), Optional.empty()))
                .answer()
                .rows()
                .size();
    }

    @Test
    void whatIsThereIsNotWrittenAgain() throws IOException, InterruptedException {
        assertThat(grow(YEARS)).isZero();
    }
}
