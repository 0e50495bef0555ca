package io.countersign.topology.alerts;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.WatchKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/// What an event is looked at by. Users and hosts are spelt in many ways: keys are lower case.
public final class WatchKeys {
    private WatchKeys() {}

    /// The person, the device and where there is neither the address; empty where the event names
    /// none of them.
    public static List<WatchKey> of(EventEntry event) {
        List<WatchKey> keys = new ArrayList<>(3);
        event.getUser().ifPresent(user -> keys.add(key(AboutKind.PERSON, user)));
        event.getDevice().ifPresent(device -> keys.add(key(AboutKind.DEVICE, device)));
        event.getSourceIp().ifPresent(address -> keys.add(key(AboutKind.ADDRESS, address)));
        return keys;
    }

    /// The one that an alert about the event is about: the best known of those that it names, and
    /// the source where it names nobody.
    public static WatchKey about(EventEntry event) {
        List<WatchKey> keys = of(event);
        return keys.isEmpty()
                ? key(AboutKind.SOURCE, source(event).orElse("unknown"))
                : keys.getFirst();
    }

    public static WatchKey key(AboutKind kind, String value) {
        return new WatchKey(kind, value.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> source(EventEntry event) {
        return Optional.of(event.getSource().getId()).filter(id -> !id.isEmpty());
    }

    /// Where the memory of a key lives. For life: another function loses all memory.
    public static int partition(WatchKey key, int partitions) {
        byte[] bytes =
                (key.getKind().name() + ':' + key.getValue()).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }
}
