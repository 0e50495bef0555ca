package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What nobody looks at costs nothing, and whoever looks sees the same, in whatever order.
final class TextsAreTakenOnDemandTest {
    private static final byte[] NO_BYTES = {};

    @Test
    void theOrderOfTheLooksDoesNotMatter() {
        for (Fixture fixture : Fixture.all()) {
            Event gapFirst = event(fixture);
            Event textsFirst = event(fixture);
            if (gapFirst == null || textsFirst == null) {
                continue;
            }
            Event.ContentGap gap = gapFirst.contentGap();
            List<Content> texts = textsFirst.contents();

            assertThat(textsFirst.contentGap()).isEqualTo(gap);
            assertThat(gapFirst.contents()).isEqualTo(texts);
            assertThat(gapFirst.contents()).as("a second look").isEqualTo(texts);
        }
    }

    @Test
    void whetherThereIsAPromptIsKnownBefore() {
        int prompts = 0;
        for (Fixture fixture : Fixture.all()) {
            Event event = event(fixture);
            if (event == null) {
                continue;
            }
            boolean before = event.carriesPrompt();
            boolean found =
                    event.contents().stream()
                            .anyMatch(content -> content.role() == Content.Role.PROMPT);
            assertThat(before).isEqualTo(found);
            prompts += found ? 1 : 0;
        }
        assertThat(prompts).isPositive();
    }

    @Test
    void takenOnceAndOnlyWhenSomebodyLooks() {
        List<String> looks = new ArrayList<>();
        Event event =
                Event.builder("squid")
                        .contentGap(Event.ContentGap.NO_BODY_IN_SOURCE)
                        .later(rest -> {
                            looks.add("look");
                            rest.content(new Content(Content.Role.QUERY, "url.query", NO_BYTES));
                            rest.contentGap(Event.ContentGap.NONE);
                        })
                        .build();
        assertThat(event.carriesPrompt()).isFalse();
        assertThat(looks).isEmpty();

        assertThat(event.contentGap()).isEqualTo(Event.ContentGap.NONE);
        assertThat(event.contents()).hasSize(1);
        assertThat(looks).hasSize(1);
    }

    @Test
    void aPromptIsNeverLate() {
        Event event =
                Event.builder("squid")
                        .later(rest ->
                                rest.content(new Content(Content.Role.PROMPT, "late", NO_BYTES)))
                        .build();

        assertThatThrownBy(event::contents).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aQueryOfTokensAloneLeavesTheGap() {
        Event event =
                ((Parsed.Accepted)
                                InputFormats.builtIn()
                                        .named("squid")
                                        .orElseThrow()
                                        .parse(
                                                ("1764150000.123 12 192.0.2.7 TCP_MISS/200 900 GET"
                                                                + " https://site.example.net/a?session=abc - "
                                                                + "HIER_DIRECT/203.0.113.20 text/html")
                                                        .getBytes(StandardCharsets.UTF_8)))
                        .event();

        assertThat(event.contentGap()).isEqualTo(Event.ContentGap.NO_BODY_IN_SOURCE);
        assertThat(event.contents()).isEmpty();
    }

    private static @org.jspecify.annotations.Nullable Event event(Fixture fixture) {
        return InputFormats.builtIn().named(fixture.format()).orElseThrow().parse(fixture.bytes())
                        instanceof Parsed.Accepted accepted
                ? accepted.event()
                : null;
    }
}
