package io.countersign.topology.alerts;

import io.countersign.schemas.EntryRef;
import io.countersign.schemas.WatchKey;
import java.util.List;

/// What a rule found.
///
/// @param about whom the alert is about
/// @param detail in a few plain words, made of our own words, numbers, and names of services
/// @param causes further entries that it rests on, the earliest first
public record Finding(WatchKey about, String detail, List<EntryRef> causes) {
    public Finding {
        causes = List.copyOf(causes);
    }
}
