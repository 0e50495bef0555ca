package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Long answers go through the pager that a person chose, and only where a person sits before them.
class LongAnswersArePagedTest {
    private static final List<String> LINES = List.of("one", "two");

    @Test
    void thePagerOfTheEnvironmentShowsThem() throws Exception {
        assertThat(paged(Set.of("out"), Map.of("PAGER", "sed 's/^/seen: /'"), LINES))
                .isEqualTo("seen: one\nseen: two\n");
    }

    @Test
    void whatIsPipedOnOrWrittenToAFileIsNeverPaged() throws Exception {
        assertThat(paged(Set.of("err"), Map.of("PAGER", "sed 's/^/seen: /'"), LINES))
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void noPagerShowsThemAsTheyAre() throws Exception {
        for (String none : List.of("", "cat", "countersign-has-no-such-pager")) {
            assertThat(paged(Set.of("out"), Map.of("PAGER", none), LINES)).isEqualTo("one\ntwo\n");
        }
        assertThat(Pager.of(Map.of("PAGER", "less", "TERM", "dumb"))).isEmpty();
    }

    @Test
    void lessEndsWhereOneScreenIsEnoughUnlessToldOtherwise() {
        assertThat(Pager.of(Map.of()))
                .isEqualTo(Optional.of(new Pager("less", Map.of("LESS", "FRX"))));
        assertThat(Pager.of(Map.of("LESS", "-S")))
                .isEqualTo(Optional.of(new Pager("less", Map.of())));
    }

    @Test
    void whoLeavesItEarlyDoesNotMakeTheCommandFail() throws Exception {
        List<String> many = IntStream.range(0, 200_000).mapToObj(i -> "line " + i).toList();
        assertThat(paged(Set.of("out"), Map.of("PAGER", "head -n 1"), many)).isEqualTo("line 0\n");
    }

    private static String paged(
            Set<String> terminals, Map<String, String> environment, List<String> lines)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        out,
                        new ByteArrayOutputStream(),
                        environment,
                        terminals,
                        Clock.systemUTC());
        terminal.page(lines);
        terminal.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }
}
