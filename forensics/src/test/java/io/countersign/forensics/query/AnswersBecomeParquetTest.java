package io.countersign.forensics.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersBecomeParquetTest {
    @TempDir private Path folder;

    @Test
    void valuesKeepTheirTypesAndNothingOfThemIsSql() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Answer answer =
                new Answer(
                        List.of(
                                new Answer.Column("it's \"one\"", "VARCHAR"),
                                new Answer.Column("seq", "BIGINT"),
                                new Answer.Column("at", "TIMESTAMP WITH TIME ZONE"),
                                new Answer.Column("types", "VARCHAR[]")),
                        List.of(
                                List.of(
                                        mapper.readTree("\"'); DROP TABLE answer; --\""),
                                        mapper.readTree("7"),
                                        mapper.readTree("\"2026-11-27T01:02:03Z\""),
                                        mapper.readTree("[\"MRN\"]")),
                                List.of(
                                        mapper.readTree("null"),
                                        mapper.readTree("8"),
                                        mapper.readTree("null"),
                                        mapper.readTree("[]"))),
                        false,
                        Duration.ZERO);
        Path file = folder.resolve("an answer's.parquet");

        ParquetAnswer.write(answer, file);

        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT *, epoch_ms(\"at\") FROM '"
                                        + file.toString().replace("'", "''")
                                        + "' ORDER BY seq")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("'); DROP TABLE answer; --");
            assertThat(rows.getLong(2)).isEqualTo(7);
            assertThat(rows.getLong(5)).isEqualTo(1_795_741_323_000L);
            assertThat(rows.getString(4)).isEqualTo("[\"MRN\"]");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isNull();
        }
        assertThatThrownBy(() -> ParquetAnswer.write(answer, file))
                .isInstanceOf(FileAlreadyExistsException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
