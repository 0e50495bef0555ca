package io.countersign.audit.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The paths of the fields of an entry that break their grammar ([EntryGrammar]).
final class Faults {
    private final @Nullable FittingTexts known;

    /// Empty for nearly every entry, and then nothing is made.
    private List<String> paths = List.of();

    /// @param known what fitted before; null where nobody keeps that
    Faults(@Nullable FittingTexts known) {
        this.known = known;
    }

    List<String> paths() {
        return paths.isEmpty() ? paths : List.copyOf(paths);
    }

    void check(String path, String value, Predicate<String> grammar) {
        require(path, "", fits(value, grammar));
    }

    /// @param part of the path, put behind it only where there is a fault to name
    void check(String path, String part, String value, Predicate<String> grammar) {
        require(path, part, fits(value, grammar));
    }

    void check(String path, Optional<String> value, Predicate<String> grammar) {
        require(path, "", value.isEmpty() || fits(value.get(), grammar));
    }

    void checkOrEmpty(String path, String value, Predicate<String> grammar) {
        require(path, "", value.isEmpty() || fits(value, grammar));
    }

    void checkOrEmpty(String path, String part, String value, Predicate<String> grammar) {
        require(path, part, value.isEmpty() || fits(value, grammar));
    }

    private boolean fits(String value, Predicate<String> grammar) {
        return known == null ? grammar.test(value) : known.fits(value, grammar);
    }

    void require(String path, boolean holds) {
        require(path, "", holds);
    }

    void require(String path, String part, boolean holds) {
        if (!holds && paths.size() < EntryGrammar.MAX_FAULTS) {
            paths = paths.isEmpty() ? new ArrayList<>() : paths;
            paths.add(path + part);
        }
    }
}
