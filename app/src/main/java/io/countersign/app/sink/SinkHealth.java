package io.countersign.app.sink;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// How a sink that runs in this process fares: what its tasks tell Connect's metrics.
///
/// @param oldestMillis age of its oldest entry that is not acknowledged; 0 where there is none
/// @param unacknowledged events that were read and are not resolved
/// @param overdue one is older than five minutes: somebody has to look
/// @param failing the receiver does not take events now, or a dead letter cannot be written
/// @param lastFailure the last try that failed, however long ago
public record SinkHealth(
        long oldestMillis,
        long unacknowledged,
        boolean overdue,
        boolean failing,
        Optional<LastFailure> lastFailure) {

    /// @param code stable, and nothing of an event
    public record LastFailure(String code, long atMillis) {}

    /// Of all tasks of a connector; all zeros while none runs.
    public static SinkHealth of(String connector) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        return new SinkHealth(
                most(server, connector, "oldest-unacknowledged-age-ms"),
                most(server, connector, "records-unacknowledged"),
                most(server, connector, "overdue") > 0,
                most(server, connector, "failing") > 0,
                lastFailure(server, connector));
    }

    private static Optional<LastFailure> lastFailure(MBeanServer server, String connector) {
        Optional<LastFailure> last = Optional.empty();
        for (ObjectName bean : beans(server, connector)) {
            try {
                if (server.getAttribute(bean, "last-failure-time-ms") instanceof Long at
                        && at > last.map(LastFailure::atMillis).orElse(0L)) {
                    last =
                            Optional.of(
                                    new LastFailure(
                                            server.getAttribute(bean, "last-failure").toString(),
                                            at));
                }
            } catch (JMException _otherOrGone) {
                // Another plugin's, or a task that ended meanwhile.
            }
        }
        return last;
    }

    private static long most(MBeanServer server, String connector, String attribute) {
        long most = 0;
        for (ObjectName bean : beans(server, connector)) {
            try {
                if (server.getAttribute(bean, attribute) instanceof Number number) {
                    most = Math.max(most, number.longValue());
                }
            } catch (JMException _otherOrGone) {
                // Another plugin's, or a task that ended meanwhile.
            }
        }
        return most;
    }

    private static Set<ObjectName> beans(MBeanServer server, String connector) {
        try {
            return server.queryNames(
                    new ObjectName("kafka.connect:connector=" + quoted(connector) + ",*"), null);
        } catch (JMException malformed) {
            throw new IllegalStateException("no connector's name", malformed);
        }
    }

    /// As Kafka's reporter writes it: names of letters, digits and hyphens stand as they are.
    private static String quoted(String connector) {
        return connector.matches("[\\w-%. \t]*") ? connector : ObjectName.quote(connector);
    }
}
