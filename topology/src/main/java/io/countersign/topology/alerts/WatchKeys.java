package io.countersign.topology.alerts;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.AccountEvidence;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.HostRole;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.Topics;
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

    /// Who: the person, the device and the address, the best known first; empty where the event
    /// names none of them.
    public static List<WatchKey> of(EventEntry event) {
        List<WatchKey> keys = new ArrayList<>(3);
        person(event).ifPresent(person -> keys.add(key(AboutKind.PERSON, person)));
        event.getDevice().ifPresent(device -> keys.add(key(AboutKind.DEVICE, device)));
        event.getSourceIp().ifPresent(address -> keys.add(key(AboutKind.ADDRESS, address)));
        if (keys.isEmpty()) {
            // A shared account stands for the place where it is used.
            event.getUser().ifPresent(account -> keys.add(key(AboutKind.DEVICE, account)));
        }
        return keys;
    }

    /// Who it was: the id that the directory of people names, else the spelling of the source;
    /// nobody where the account is shared.
    public static Optional<String> person(EventEntry event) {
        return isShared(event)
                ? Optional.empty()
                : event.getPerson().flatMap(PersonPart::getId).or(event::getUser);
    }

    /// Where the person works: by the directory, else by the source.
    public static Optional<String> department(EventEntry event) {
        return event.getPerson().flatMap(PersonPart::getDepartment).or(event::getDepartment);
    }

    private static boolean isShared(EventEntry event) {
        return event.getPerson()
                .filter(person -> person.getResolution() == PersonResolution.SHARED)
                .isPresent();
    }

    /// All keys by which some rule looks at the event, but for the source's.
    public static List<WatchKey> ofRules(EventEntry event) {
        List<WatchKey> keys = of(event);
        if (keys.isEmpty()) {
            keys.add(about(event));
        }
        host(event).ifPresent(keys::add);
        application(event).ifPresent(keys::add);
        return keys;
    }

    /// The one that an alert about the event is about: the best known of those that it names, and
    /// the source where it names nobody.
    public static WatchKey about(EventEntry event) {
        List<WatchKey> keys = of(event);
        return keys.isEmpty() ? source(event) : keys.getFirst();
    }

    public static WatchKey key(AboutKind kind, String value) {
        return new WatchKey(kind, value.toLowerCase(Locale.ROOT));
    }

    /// The source by its id, or by its format where it has none.
    public static WatchKey source(EventEntry event) {
        String id = event.getSource().getId();
        return key(AboutKind.SOURCE, id.isEmpty() ? event.getSource().getFormat() : id);
    }

    /// The host of a chat that was sent something by a path that the catalogue does not know.
    public static Optional<WatchKey> host(EventEntry event) {
        return event.getDestination().getHostRole() == HostRole.CHAT
                        && event.getReasons().contains("PATH_DRIFT")
                ? event.getHost().map(host -> key(AboutKind.HOST, host))
                : Optional.empty();
    }

    /// The key, and where there is none the application, of a prompt log.
    public static Optional<WatchKey> application(EventEntry event) {
        if (!event.getInput().getTopic().equals(Topics.PROMPT_RAW)) {
            return Optional.empty();
        }
        return event.getDestination().getEvidence().stream()
                .filter(evidence -> evidence.getKind().contains("KEY"))
                .map(AccountEvidence::getValue)
                .findFirst()
                .or(event::getApplication)
                .map(name -> key(AboutKind.APPLICATION, name));
    }

    /// Where the memory of a key lives. For life: another function loses all memory.
    public static int partition(WatchKey key, int partitions) {
        byte[] bytes =
                (key.getKind().name() + ':' + key.getValue()).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }
}
