package io.countersign.topology;

import io.countersign.schemas.WatchKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets one event of each source and minute through: enough to know whether a source delivers. It
/// forgets at each start, after which a minute may count twice.
final class ArrivalMinutes {
    /// The source that was silent longest goes first.
    static final int MAX_SOURCES = 4_096;

    private final Map<WatchKey, Long> minutes =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<WatchKey, Long> eldest) {
                    return size() > MAX_SOURCES;
                }
            };

    boolean isFirstInMinute(WatchKey source, long arrivedMillis) {
        long minute = TimeUnit.MILLISECONDS.toMinutes(arrivedMillis);
        Long before = minutes.put(source, minute);
        return before == null || before != minute;
    }
}
