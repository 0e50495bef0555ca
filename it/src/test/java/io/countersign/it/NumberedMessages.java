package io.countersign.it;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The numbered events of [SentEvents] as the receivers get them, and their numbers in what a
/// receiver has.
final class NumberedMessages {
    private static final Pattern NUMBER =
            Pattern.compile("eventId=\"audit\\.entry\\.v1/0@1#(\\d+)\"");

    private NumberedMessages() {}

    /// A syslog message (RFC 5424) with this text.
    static String syslog(int number, String text) {
        return syslogHead(number) + text;
    }

    /// A syslog message of so many characters.
    static String syslogOf(int length, int number) {
        String head = syslogHead(number);
        return head + "x".repeat(length - head.length());
    }

    private static String syslogHead(int number) {
        return "<108>1 2026-11-22T09:31:12.000Z countersign.example.org countersign - EVENT [countersign@32473 eventId=\"%s\"] "
                .formatted(SentEvents.id(number));
    }

    /// A document of the ECS format.
    static String document(int number) {
        return "{\"@timestamp\":\"2026-11-22T09:31:12Z\",\"event\":{\"id\":\"%s\",\"created\":\"2026-11-22T09:31:13Z\"},\"source\":{\"ip\":\"192.0.2.7\"},\"countersign\":{\"log\":{\"seq\":%d}}}"
                .formatted(SentEvents.id(number), number);
    }

    /// The numbers of the syslog messages on these lines, in their order.
    static List<Integer> numbers(List<String> lines) {
        List<Integer> numbers = new ArrayList<>();
        for (String line : lines) {
            Matcher number = NUMBER.matcher(line);
            if (number.find()) {
                numbers.add(Integer.parseInt(number.group(1)));
            }
        }
        return numbers;
    }

    /// Which of the wanted were not received.
    static Set<Integer> missing(Collection<Integer> wanted, Collection<Integer> received) {
        Set<Integer> missing = new TreeSet<>(wanted);
        missing.removeAll(Set.copyOf(received));
        return missing;
    }
}
