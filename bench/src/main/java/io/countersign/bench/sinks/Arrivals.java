package io.countersign.bench.sinks;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// What a receiver was given: how many events, and which. Found by the words that stand before an
/// event's id in the protocol; its number stands behind the `#`. For any thread.
final class Arrivals {
    private final byte[] marker;
    private final BitSet numbers = new BitSet();
    private long events;
    private long outOfOrder;

    Arrivals(String marker) {
        this.marker = marker.getBytes(StandardCharsets.US_ASCII);
    }

    /// @return how many events there are in it
    synchronized int count(byte[] body, int length) {
        int found = 0;
        for (int at = find(body, 0, length); at >= 0; at = find(body, at, length)) {
            int i = at;
            while (body[i] != '#') {
                i++;
            }
            int number = 0;
            for (i++; body[i] >= '0' && body[i] <= '9'; i++) {
                number = 10 * number + body[i] - '0';
            }
            outOfOrder += !numbers.get(number) && numbers.length() > number ? 1 : 0;
            numbers.set(number);
            found++;
        }
        events += found;
        return found;
    }

    /// Events that came, and how many different ones.
    synchronized long[] tally() {
        return new long[] {events, numbers.cardinality()};
    }

    /// Events that came for the first time after a later one.
    synchronized long outOfOrder() {
        return outOfOrder;
    }

    synchronized void clear() {
        events = 0;
        outOfOrder = 0;
        numbers.clear();
    }

    /// Behind the next marker; -1 where there is none.
    private int find(byte[] body, int from, int length) {
        byte first = marker[0];
        for (int i = from; i <= length - marker.length; i++) {
            if (body[i] == first && isAt(body, i)) {
                return i + marker.length;
            }
        }
        return -1;
    }

    private boolean isAt(byte[] body, int at) {
        for (int i = 1; i < marker.length; i++) {
            if (body[at + i] != marker[i]) {
                return false;
            }
        }
        return true;
    }
}
