package io.countersign.sinks.siem.delivery;

import io.countersign.schemas.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// What stands in the dead letter topic for a record that a receiver did not take: where it lies
/// and why, and nothing of it. One JSON object; its key is the event's id, or the coordinates of a
/// record that could not be decoded. The record itself stays in its topic and in the log.
///
/// @param code why, such as `OVERSIZE`, `BAD_MAGIC` or `HEC_6`
/// @param about empty for a record that could not be decoded
public record DeadLetter(RecordAt at, String code, Optional<About> about) {
    /// Which event it was.
    ///
    /// @param leafHash 64 hexadecimal digits
    public record About(String eventId, String chain, long seq, String leafHash) {}

    static DeadLetter of(OutboundEvent event, String code) {
        return new DeadLetter(
                event.at(),
                code,
                Optional.of(
                        new About(
                                event.eventId(),
                                event.position().chain(),
                                event.position().seq(),
                                event.position().leafHash())));
    }

    byte[] key() {
        return about.map(About::eventId)
                .orElseGet(() -> at.partition() + "@" + at.offset())
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] value() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("code", new Json.Str(code));
        members.put("topic", new Json.Str(at.partition().topic()));
        members.put("partition", number(at.partition().partition()));
        members.put("offset", number(at.offset()));
        about.ifPresent(event -> {
            members.put("event_id", new Json.Str(event.eventId()));
            members.put("chain", new Json.Str(event.chain()));
            members.put("seq", number(event.seq()));
            members.put("leaf_hash", new Json.Str(event.leafHash()));
        });
        return new Json.Obj(members).text().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a letter of the dead letter topic.
    ///
    /// @throws IOException where it is none; the message quotes nothing
    public static DeadLetter read(byte[] value) throws IOException {
        if (!(Json.parse(new String(value, StandardCharsets.UTF_8)) instanceof Json.Obj letter)) {
            throw new IOException("no dead letter: no JSON object");
        }
        RecordAt at =
                new RecordAt(
                        new TopicPartition(
                                text(letter, "topic"), Math.toIntExact(whole(letter, "partition"))),
                        whole(letter, "offset"));
        Optional<About> about =
                letter.member("event_id").isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new About(
                                        text(letter, "event_id"),
                                        text(letter, "chain"),
                                        whole(letter, "seq"),
                                        text(letter, "leaf_hash")));
        return new DeadLetter(at, text(letter, "code"), about);
    }

    private static String text(Json.Obj letter, String name) throws IOException {
        return letter.string(name)
                .orElseThrow(() -> new IOException("no dead letter: " + name + " is missing"));
    }

    private static long whole(Json.Obj letter, String name) throws IOException {
        try {
            if (letter.member(name).orElse(null) instanceof Json.Num(BigDecimal value)) {
                return value.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw new IOException("no dead letter: " + name + " is no whole number", e);
        }
        throw new IOException("no dead letter: " + name + " is missing");
    }

    private static Json number(long value) {
        return new Json.Num(BigDecimal.valueOf(value));
    }
}
