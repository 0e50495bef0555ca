package io.countersign.detectors.phi.types;

import io.countersign.detectors.InfoType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The rows of the info types' tables as plain texts.
public final class InfoTypesTexts {
    private InfoTypesTexts() {}

    /// Texts with the type's values in them, and look-alikes.
    public static List<String> rows(InfoType type) {
        try (InputStream in = InfoTypesTexts.class.getResourceAsStream(type.name() + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no table for " + type);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("+ ") || line.startsWith("- "))
                    .map(line -> line.substring(2).replace("[[", "").replace("]]", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
