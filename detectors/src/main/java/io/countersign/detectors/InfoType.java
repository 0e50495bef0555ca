package io.countersign.detectors;

import java.util.List;
import java.util.Objects;

/// A kind of finding, with what there is to know about how it is found. An open set: each detector
/// file declares its own, and docs/coverage-phi.md is generated from them. Two info types with the
/// same name are the same.
///
/// @param name upper case with underscores, such as `MRN`; stable, it goes into the log
/// @param category the Safe Harbor letter, or HEALTH
/// @param pattern the shape in words
/// @param checksum the check in words; empty where the identifier has none
/// @param contextWords words that speak for it when they stand beside it
/// @param likelihoods when it is said to be how likely
public record InfoType(
        String name,
        Category category,
        String pattern,
        String checksum,
        List<String> contextWords,
        String likelihoods) {
    public InfoType {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) {
                throw new IllegalArgumentException(
                        "info type name: upper case, digits and _ only: " + name);
            }
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("info type name is empty");
        }
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(checksum, "checksum");
        contextWords = List.copyOf(contextWords);
        Objects.requireNonNull(likelihoods, "likelihoods");
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof InfoType that && name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
