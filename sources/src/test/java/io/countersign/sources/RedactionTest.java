package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Nothing that a payload holds shows in the words that end up in logs.
class RedactionTest {
    @Test
    void toStringShowsNoPayload() {
        for (Fixture fixture : Fixture.all()) {
            assertThat(fixture.parse().toString())
                    .as(fixture.toString())
                    .doesNotContain("Quill", "5550142", "okafor");
            if (fixture.parse() instanceof Parsed.Accepted accepted) {
                accepted.event()
                        .contents()
                        .forEach(content ->
                                assertThat(content.toString()).doesNotContain("Quill", "5550142"));
            }
        }
    }

    @Test
    void noAccessTokenIsProduced() {
        for (Fixture fixture : Fixture.all()) {
            assertThat(EventText.of(fixture.parse()))
                    .as(fixture.toString())
                    .doesNotContain(
                            "eyJhbGciOi", "AIzaSyD", "hunter2", "abc123", "sk-ant-1", "Bearer");
        }
    }
}
