package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What a mapping is begun from, and that the beginning is a mapping.
class MappingDraftTest {
    @Test
    void namesArePathsAndValuesAreNotTold() {
        assertThat(
                        keys(
                                "{'at':1,'who':{'mail':'m'},'turns':[{'text':'a'},{'text':'b','x':[1]}],'none':null,'a.b':{'c':2},'7 West':{'d':1}}"))
                .contains(
                        new RecordKeys(
                                Mapping.Syntax.JSON,
                                java.util.Set.of(
                                        "at",
                                        "who.mail",
                                        "turns.*.text",
                                        "turns.*.x.*",
                                        "a.b.c",
                                        "*.d")));
        assertThat(keys("<13>Nov 22 09:31:12 gw app: ts=1 user=\"a b=c\" q=x"))
                .contains(
                        new RecordKeys(
                                Mapping.Syntax.KEY_VALUE, java.util.Set.of("ts", "user", "q")));
        assertThat(keys("a sentence with x=1 and no more")).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(keys("{'a':{'b':1").orElseThrow().paths()).containsExactly("a.b");
    }

    @Test
    void aDraftOfAnyNamesIsAMapping() throws InvalidMappingException {
        Random random = new Random(11);
        List<String> names =
                List.of(
                        "timestamp",
                        "user_name",
                        "@timestamp",
                        "url",
                        "prompt",
                        "turns.*.text",
                        "meta.client-ip",
                        "a.b.c",
                        "x",
                        "Model",
                        "kubernetes.labels.app$1",
                        "on",
                        "null",
                        "*.d");
        for (int round = 0; round < 300; round++) {
            Map<String, Long> keys = new TreeMap<>();
            for (int i = 1 + random.nextInt(names.size()); i > 0; i--) {
                keys.put(names.get(random.nextInt(names.size())), 1L + random.nextInt(9));
            }
            keys.put("some_mark", 9L);
            for (Mapping.Syntax syntax : Mapping.Syntax.values()) {
                Mapping read =
                        MappingYaml.read(
                                "draft", new MappingDraft("portal", syntax, keys, 9).yaml());
                assertThat(read.name()).isEqualTo("portal");
                assertThat(read.syntax()).isEqualTo(syntax);
                assertThat(read.marks())
                        .isNotEmpty()
                        .allMatch(mark ->
                                keys.keySet().stream().anyMatch(key -> key.startsWith(mark)));
            }
        }
    }

    @Test
    void aNameBecomesTheFieldThatItMostOftenMeans() throws InvalidMappingException {
        Mapping read =
                MappingYaml.read(
                        "draft",
                        new MappingDraft(
                                        "portal",
                                        Mapping.Syntax.JSON,
                                        Map.of(
                                                "event_time", 5L,
                                                "actor.email", 5L,
                                                "llm.input_tokens", 5L,
                                                "chat.*.prompt", 5L,
                                                "request_url", 5L,
                                                "ward", 5L),
                                        5)
                                .yaml());
        assertThat(read.fields())
                .containsOnly(
                        Map.entry(Mapping.Field.TIME, List.of("event_time")),
                        Map.entry(Mapping.Field.USER, List.of("actor.email")),
                        Map.entry(Mapping.Field.INPUT_TOKENS, List.of("llm.input_tokens")),
                        Map.entry(Mapping.Field.PROMPT, List.of("chat.*.prompt")),
                        Map.entry(Mapping.Field.URL, List.of("request_url")));
    }

    private static java.util.Optional<RecordKeys> keys(String record) {
        return RecordKeys.of(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
