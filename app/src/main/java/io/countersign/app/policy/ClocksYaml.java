package io.countersign.app.policy;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.forensics.cases.StateRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads `clocks.yaml`: what states ask for beside the federal rules. `docs/guides/cases.md` shows
/// the format.
public final class ClocksYaml {
    private static final String BUNDLED = "/io/countersign/app/cases/clocks.yaml";
    private static final int MAX_TEXT_CHARS = 200;

    private ClocksYaml() {}

    /// The rows that come with this program, each with its doubts.
    public static List<StateRule> bundled() throws IOException, InvalidPolicyFileException {
        try (InputStream rows =
                Objects.requireNonNull(ClocksYaml.class.getResourceAsStream(BUNDLED))) {
            return parse("clocks.yaml", new String(rows.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    public static List<StateRule> read(Path file) throws IOException, InvalidPolicyFileException {
        if (Files.size(file) > YamlMap.MAX_CHARS) {
            throw new InvalidPolicyFileException(file.toString(), "larger than four megabytes");
        }
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    static List<StateRule> parse(String file, String text) throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        List<StateRule> rules = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlMap map : root.maps("clocks")) {
            StateRule rule = rule(map);
            if (!ids.add(rule.id())) {
                throw map.fault("id", "there are two rows of this id");
            }
            rules.add(rule);
            map.done();
        }
        root.done();
        return List.copyOf(rules);
    }

    private static StateRule rule(YamlMap map) throws InvalidPolicyFileException {
        String state = map.text("state");
        if (!CaseGrammar.jurisdiction(state)) {
            throw map.fault("state", "two capital letters, such as CA");
        }
        Optional<Long> days = map.optionalCount("days");
        Optional<Long> business = map.optionalCount("business_days");
        if (days.isPresent() == business.isPresent()) {
            throw map.fault("days", "either days or business_days");
        }
        long count = days.or(() -> business).orElseThrow();
        if (count < 1 || count > StateRule.MAX_DAYS) {
            throw map.fault(days.isPresent() ? "days" : "business_days", "1 to 366");
        }
        long residents = map.optionalCount("from_residents").orElse(1L);
        if (residents < 1 || residents > Integer.MAX_VALUE) {
            throw map.fault("from_residents", "1 or more");
        }
        return new StateRule(
                state,
                text(map, "id"),
                text(map, "recipient"),
                (int) count,
                business.isPresent(),
                (int) residents,
                text(map, "source"),
                map.optionalDay("verified_at"));
    }

    private static String text(YamlMap map, String key) throws InvalidPolicyFileException {
        String text = map.text(key);
        if (text.length() > MAX_TEXT_CHARS) {
            throw map.fault(key, "at most " + MAX_TEXT_CHARS + " characters");
        }
        return text;
    }
}
