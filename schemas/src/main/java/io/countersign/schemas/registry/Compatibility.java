package io.countersign.schemas.registry;

import java.util.List;

/// The answer to a check. The messages may be missing even where the answer is no.
public record Compatibility(boolean compatible, List<String> messages) {
    public Compatibility {
        messages = List.copyOf(messages);
    }
}
