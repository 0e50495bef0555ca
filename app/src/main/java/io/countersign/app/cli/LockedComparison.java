package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.countersign.ledger.locked.LockedCheck;
import io.countersign.ledger.locked.LockedFault;
import io.countersign.sinks.archive.SealedLog;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The locked part of `countersign archive verify`: compares, and says what came of it.
final class LockedComparison {
    private final LockedPlace place;
    private final LockedCheck.Result result;

    private LockedComparison(LockedPlace place, LockedCheck.Result result) {
        this.place = place;
        this.result = result;
    }

    /// @param live the logs as they are now; empty where the record is looked at alone
    static LockedComparison of(LockedPlace place, Optional<List<SealedLog>> live, Instant now)
            throws IOException {
        Optional<Map<String, LockedCheck.LiveLog>> logs =
                live.map(sealed -> {
                    Map<String, LockedCheck.LiveLog> byOrigin = new HashMap<>();
                    sealed.forEach(log ->
                            byOrigin.put(
                                    log.verified().origin(),
                                    new LockedCheck.LiveLog(log.tiles(), log.verified())));
                    return byOrigin;
                });
        return new LockedComparison(
                place,
                new LockedCheck(place.store(), place.installation(), now).of(place.record(), logs));
    }

    boolean isClean() {
        return result.isClean();
    }

    void say(Terminal terminal) {
        for (LockedFault fault : result.faults()) {
            terminal.say(
                    terminal.red(fault.kind().name())
                            + " "
                            + TerminalText.line(fault.place())
                            + ": "
                            + TerminalText.line(fault.sentence()));
        }
        long all = result.counts().values().stream().mapToLong(Long::longValue).sum();
        if (all > result.faults().size()) {
            terminal.say(all + " faults in all");
        }
        terminal.say(
                (result.isClean()
                                ? terminal.green("The locked record is what its manifest says: ")
                                : terminal.red("The locked record is not what its manifest says: "))
                        + result.pages()
                        + " pages, "
                        + result.objects()
                        + " objects, "
                        + result.leaves()
                        + " entries that give the signed roots; "
                        + result.open()
                        + " entries lay in the log alone when the newest page was written.");
        if (result.evidence() > 0) {
            terminal.say(
                    "The sealed evidence of " + result.evidence() + " of these entries is there.");
        }
        if (result.disposed() > 0) {
            terminal.say(
                    result.disposed()
                            + " objects are gone: they had had their time, and two persons let them go.");
        }
        place.record()
                .firstEnd()
                .ifPresent(end -> terminal.say("The first lock ends at " + end + "."));
        if (result.governance() > 0) {
            terminal.say(
                    terminal.yellow(
                            result.governance()
                                    + " objects are locked in GOVERNANCE: who has a permission of its own may delete them"));
        }
        if (!place.store().enforces()) {
            terminal.say(
                    terminal.yellow(
                            "A directory enforces no lock: who may write there may delete there."));
        }
        if (place.ownKeys()) {
            terminal.say(
                    terminal.yellow(
                            "The keys lie in the record itself: who could write there could have put their own. Name yours with --vkeys."));
        }
    }

    /// A field of an object that is being written.
    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("locked");
        json.writeBooleanField("clean", result.isClean());
        json.writeBooleanField("enforced", place.store().enforces());
        json.writeNumberField("pages", result.pages());
        json.writeNumberField("objects", result.objects());
        json.writeNumberField("disposed", result.disposed());
        json.writeNumberField("governance", result.governance());
        json.writeNumberField("entries", result.leaves());
        json.writeNumberField("evidence", result.evidence());
        json.writeNumberField("open_entries", result.open());
        if (place.record().firstEnd().isPresent()) {
            json.writeStringField("first_end", place.record().firstEnd().get().toString());
        }
        json.writeObjectFieldStart("counts");
        for (Map.Entry<LockedFault.Kind, Long> count : new TreeMap<>(result.counts()).entrySet()) {
            json.writeNumberField(count.getKey().name(), count.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("faults");
        for (LockedFault fault : result.faults()) {
            json.writeStartObject();
            json.writeStringField("kind", fault.kind().name());
            json.writeStringField("place", fault.place());
            json.writeStringField("sentence", fault.sentence());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
