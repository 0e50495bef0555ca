package io.countersign.app.health;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/// The metrics that Kafka's clients, Streams and Connect keep in this JVM: each numeric attribute
/// of their MBeans is a measure, `kafka_<domain>_<type>_<attribute>`, with the MBean's other
/// properties (client, task, topic) as labels. Texts among the attributes, such as versions, are
/// left out.
final class KafkaMeasures {
    private static final List<String> DOMAINS =
            List.of(
                    "kafka.streams",
                    "kafka.connect",
                    "kafka.consumer",
                    "kafka.producer",
                    "kafka.admin.client");

    /// Partitions times tasks times metrics; beyond it nothing more is read.
    private static final int MAX_MEASURES = 50_000;

    private KafkaMeasures() {}

    static List<Measure> read() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<Measure> measures = new ArrayList<>();
        for (String domain : DOMAINS) {
            for (ObjectName bean : beans(server, domain)) {
                if (measures.size() >= MAX_MEASURES) {
                    return measures;
                }
                try {
                    read(server, bean, measures);
                } catch (JMException _gone) {
                    // A client that was closed meanwhile takes its metrics with it.
                }
            }
        }
        return measures;
    }

    private static Set<ObjectName> beans(MBeanServer server, String domain) {
        try {
            return new TreeSet<>(server.queryNames(new ObjectName(domain + ":*"), null));
        } catch (JMException malformed) {
            throw new IllegalStateException("no domain: " + domain, malformed);
        }
    }

    private static void read(MBeanServer server, ObjectName bean, List<Measure> measures)
            throws JMException {
        Hashtable<String, String> properties = bean.getKeyPropertyList();
        String type = properties.getOrDefault("type", "");
        Map<String, String> labels = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (!key.equals("type")) {
                labels.put(word(key), unquoted(value));
            }
        });
        String[] names =
                java.util.Arrays.stream(server.getMBeanInfo(bean).getAttributes())
                        .map(MBeanAttributeInfo::getName)
                        .toArray(String[]::new);
        for (Attribute attribute : server.getAttributes(bean, names).asList()) {
            if (attribute.getValue() instanceof Number number) {
                measures.add(
                        new Measure(
                                word(bean.getDomain() + "_" + type + "_" + attribute.getName()),
                                labels,
                                number.doubleValue()));
            }
        }
    }

    private static String unquoted(String value) {
        return value.startsWith("\"") ? ObjectName.unquote(value) : value;
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }
}
