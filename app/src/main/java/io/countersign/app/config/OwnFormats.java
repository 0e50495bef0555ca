package io.countersign.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Input formats that a site describes itself.
///
/// @param mappings files of YAML, one a format (`MappingYaml`)
/// @param squidLogformats `logformat` lines of `squid.conf`, by a name of your choice
///   (`SquidLogformat`)
public record OwnFormats(List<Path> mappings, Map<String, String> squidLogformats) {
    public static final OwnFormats NONE = new OwnFormats(List.of(), Map.of());

    public OwnFormats {
        mappings = List.copyOf(mappings);
        squidLogformats = Map.copyOf(squidLogformats);
    }
}
