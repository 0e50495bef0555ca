package io.countersign.topology.alerts;

import io.countersign.schemas.AboutKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.ExchangeMark;
import io.countersign.schemas.Inspected;
import io.countersign.schemas.TimeBasis;
import io.countersign.schemas.Token;
import io.countersign.schemas.Topics;
import io.countersign.schemas.WatchKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// One side of an exchange: the record that has its text, or the proxy's line that has not. The two
/// are of one exchange by the transaction id, else by host, path and time.
///
/// @param body whether the text was read
/// @param beganMillis event time of the beginning, as far as the source says
/// @param host empty where the record has none
/// @param path the start of the path's keyed token; 0 where the record has none
/// @param transaction empty where the record has none
record Exchange(boolean body, long beganMillis, String host, long path, String transaction) {
    /// As far apart in event time may the two be where no transaction id ties them.
    static final long WINDOW_MILLIS = 2_000;

    /// The side that an entry shows; empty where it sent nothing, or no other record can be told to
    /// be of the same exchange.
    static Optional<Exchange> of(EventEntry event) {
        Inspected inspected = event.getContent().getInspected();
        String topic = event.getInput().getTopic();
        boolean body =
                topic.equals(Topics.PROMPT_RAW)
                        && (inspected == Inspected.FULL || inspected == Inspected.PARTIAL);
        boolean line = topic.equals(Topics.PROXY_RAW) && inspected == Inspected.NOT_INSPECTED;
        if ((!body && !line) || !AccountJoin.mayDisclose(event) || place(event).isEmpty()) {
            return Optional.empty();
        }
        Exchange side =
                new Exchange(
                        body,
                        began(event),
                        event.getHost().orElse(""),
                        event.getPathToken().map(Exchange::start).orElse(0L),
                        event.getTransaction().orElse(""));
        return side.transaction.isEmpty() && !side.hasPath() ? Optional.empty() : Optional.of(side);
    }

    /// Empty where the body has taken the line's place already.
    static Optional<Exchange> of(ExchangeMark mark) {
        return Optional.of(mark)
                .filter(one -> one.getLine().isEmpty())
                .map(one ->
                        new Exchange(
                                one.getBody(),
                                one.getBeganMillis(),
                                one.getHost(),
                                one.getPath(),
                                one.getTransaction()));
    }

    /// @param unseen why the text was not read, or not as a whole
    /// @param exposed whether its review is counted
    ExchangeMark mark(String unseen, boolean exposed) {
        return ExchangeMark.newBuilder()
                .setBody(body)
                .setBeganMillis(beganMillis)
                .setHost(host)
                .setPath(path)
                .setTransaction(transaction)
                .setUnseen(unseen)
                .setExposed(exposed)
                .build();
    }

    /// Where the two sides meet: at the person, or where nobody is known at the address. A proxy
    /// that shows a body does not name the device.
    static Optional<WatchKey> place(EventEntry event) {
        List<WatchKey> keys = WatchKeys.of(event);
        for (AboutKind kind : List.of(AboutKind.PERSON, AboutKind.ADDRESS)) {
            for (WatchKey key : keys) {
                if (key.getKind() == kind) {
                    return Optional.of(key);
                }
            }
        }
        return Optional.empty();
    }

    /// The other side of one of them: the only one that it can be, and which can be no other's.
    ///
    /// @param self its place in the list
    /// @param all of one person or address
    static OptionalInt other(int self, List<Exchange> all) {
        List<Integer> byId = matches(self, all, all.get(self)::hasTransactionOf);
        if (!byId.isEmpty()) {
            return mutual(self, byId, all, true);
        }
        return mutual(self, near(self, all), all, false);
    }

    private static OptionalInt mutual(
            int self, List<Integer> found, List<Exchange> all, boolean byId) {
        if (found.size() != 1) {
            return OptionalInt.empty();
        }
        int other = found.getFirst();
        List<Integer> back =
                byId ? matches(other, all, all.get(other)::hasTransactionOf) : near(other, all);
        return back.equals(List.of(self)) ? OptionalInt.of(other) : OptionalInt.empty();
    }

    /// Without those that a transaction id ties to another.
    private static List<Integer> near(int self, List<Exchange> all) {
        List<Integer> near = matches(self, all, all.get(self)::isNear);
        near.removeIf(one -> !matches(one, all, all.get(one)::hasTransactionOf).isEmpty());
        return near;
    }

    private static List<Integer> matches(int self, List<Exchange> all, Predicate<Exchange> fits) {
        List<Integer> found = new ArrayList<>(1);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).body != all.get(self).body && fits.test(all.get(i))) {
                found.add(i);
            }
        }
        return found;
    }

    boolean hasTransactionOf(Exchange other) {
        return !transaction.isEmpty() && transaction.equals(other.transaction);
    }

    long distance(Exchange other) {
        return Math.abs(beganMillis - other.beganMillis);
    }

    /// A line of the end says how long the answer took; a body is shown when the request begins.
    private static long began(EventEntry event) {
        return event.getTimeBasis() == TimeBasis.END
                ? event.getTimeMillis() - event.getDurationMillis().orElse(0L)
                : event.getTimeMillis();
    }

    private boolean isNear(Exchange other) {
        return hasPath()
                && host.equals(other.host)
                && path == other.path
                && distance(other) <= WINDOW_MILLIS;
    }

    private boolean hasPath() {
        return path != 0 && !host.isEmpty();
    }

    private static long start(Token token) {
        return ByteBuffer.wrap(token.bytes()).getLong();
    }
}
