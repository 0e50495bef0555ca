package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.sources.InputFormats;
import io.countersign.sources.InvalidMappingException;
import io.countersign.sources.Mapping;
import io.countersign.sources.MappingYaml;
import io.countersign.sources.SquidLogformat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The input formats of a site: those of the product, those that its mapping files describe, and
/// Squid's log as the site declared it.
public final class SiteFormats {
    private SiteFormats() {}

    /// @throws IOException where a file cannot be read or is no mapping
    public static InputFormats of(Configuration configuration) throws IOException {
        List<SquidLogformat> logformats = new ArrayList<>();
        for (Map.Entry<String, String> declared :
                new TreeMap<>(configuration.formats().squidLogformats()).entrySet()) {
            logformats.add(SquidLogformat.of(declared.getKey(), declared.getValue()));
        }
        return of(configuration.formats().mappings().stream().map(configuration::resolve).toList())
                .withSquid(logformats);
    }

    /// @throws IOException where a file cannot be read or is no mapping
    public static InputFormats of(List<Path> files) throws IOException {
        List<Mapping> mappings = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > MappingYaml.MAX_CHARS) {
                throw new InvalidMappingException(
                        file.toString(), "more than " + MappingYaml.MAX_CHARS + " bytes");
            }
            mappings.add(MappingYaml.read(file.toString(), Files.readString(file)));
        }
        return InputFormats.builtIn().with(mappings);
    }
}
