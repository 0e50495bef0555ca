package io.countersign.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PersonPart;
import io.countersign.schemas.PersonResolution;
import io.countersign.schemas.WatchKey;
import io.countersign.topology.alerts.Seen;
import io.countersign.topology.alerts.WatchKeys;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OnePersonHasOneKeyTest {
    private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");

    private static EventEntry event(String user, PersonResolution resolution, @Nullable String id) {
        return Sample.send(AT)
                .user(user)
                .device("WS-4471")
                .person(new PersonPart(resolution, id, "Oncology", null))
                .entry();
    }

    private static Seen seen(EventEntry event) {
        return new Seen(new EntryRef("audit.entry.v1/0@1", 1L, new Hash(new byte[32])), event, 0);
    }

    @Test
    void spellingsOfOnePersonAreLookedAtTogether() {
        EventEntry one = event("hosp\\jokafor", PersonResolution.RESOLVED, "E1001");
        EventEntry other =
                event("j.okafor@hospital.example.org", PersonResolution.RESOLVED, "E1001");

        assertThat(WatchKeys.about(one)).isEqualTo(new WatchKey(AboutKind.PERSON, "e1001"));
        assertThat(WatchKeys.about(other)).isEqualTo(WatchKeys.about(one));
        assertThat(seen(one).person()).isEqualTo(seen(other).person());
        assertThat(WatchKeys.department(one)).contains("Oncology");
    }

    @Test
    void anAmbiguousOrUnknownSpellingStaysItself() {
        EventEntry ambiguous = event("asmith", PersonResolution.AMBIGUOUS, null);
        EventEntry unknown = event("stranger", PersonResolution.UNKNOWN_SPELLING, null);
        assertThat(WatchKeys.about(ambiguous).getValue()).isEqualTo("asmith");
        assertThat(WatchKeys.about(unknown).getValue()).isEqualTo("stranger");
    }

    /// What was remembered under a spelling stays there when somebody gets the spelling later.
    @Test
    void aSpellingThatIsMappedLaterIsNotThePersonOfBefore() {
        EventEntry before = event("jokafor", PersonResolution.UNKNOWN_SPELLING, null);
        EventEntry after = event("jokafor", PersonResolution.RESOLVED, "E1001");
        assertThat(WatchKeys.about(before)).isEqualTo(new WatchKey(AboutKind.PERSON, "jokafor"));
        assertThat(WatchKeys.about(after)).isEqualTo(new WatchKey(AboutKind.PERSON, "e1001"));
    }

    @Test
    void aSharedWorkstationIsNoPerson() {
        EventEntry shared = event("kiosk-3", PersonResolution.SHARED, null);
        assertThat(WatchKeys.about(shared)).isEqualTo(new WatchKey(AboutKind.DEVICE, "ws-4471"));
        assertThat(seen(shared).person()).isEmpty();
        assertThat(seen(shared).isByPerson()).isFalse();
        EventEntry nowhere =
                Sample.send(AT)
                        .user("kiosk-3")
                        .person(new PersonPart(PersonResolution.SHARED, null, null, null))
                        .entry();
        assertThat(WatchKeys.about(nowhere)).isEqualTo(new WatchKey(AboutKind.DEVICE, "kiosk-3"));
    }
}
