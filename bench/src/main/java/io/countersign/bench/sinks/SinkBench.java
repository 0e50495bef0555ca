package io.countersign.bench.sinks;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.bench.Entries600;
import io.countersign.bench.GateFailure;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.schemas.serde.WireFormat;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.cef.CefEncoder;
import io.countersign.sinks.siem.delivery.Sink;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.ecs.EcsEncoder;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.leef.LeefEncoder;
import io.countersign.sinks.siem.leef.LeefVersion;
import io.countersign.sinks.siem.ocsf.OcsfEncoder;
import io.countersign.sinks.siem.ocsf.OcsfOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How fast each sink gets rid of events of 600 bytes, beside a bare client that sends the same
/// bytes to the same receiver, and what one event costs on the way.
///
/// A sink's task runs as in Connect, over records that lie in memory; its receiver is a stub in a
/// JVM of its own, over TLS, on the same machine, or a [RealReceiver] where one is named. A gate
/// comes before each figure: the receiver counts exactly the events that were sent, each once, and
/// the sink has committed all of them.
public final class SinkBench {
    private static final int ENCODED = 10_000;

    /// Each webhook is a request of its own.
    private static final int WEBHOOK_SHARE = 10;

    private SinkBench() {}

    /// @param arguments `--events N` (60,000) for each sink, and the names of the sinks or of real
    ///   receivers, such as `relp@rsyslog`; none: all sinks with stubs; `real`: all real receivers
    ///   whose programs are there
    public static void main(String[] arguments)
            throws IOException, GeneralSecurityException, InterruptedException {
        int events = 60_000;
        List<Protocol> wanted = new ArrayList<>();
        List<RealReceiver> real = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--events")) {
                events = Integer.parseInt(arguments[++i]);
            } else {
                String word = arguments[i];
                List<RealReceiver> named = RealReceiver.of(word);
                real.addAll(named);
                if (!named.isEmpty()) {
                    continue;
                }
                wanted.add(
                        Protocol.of(word)
                                .orElseThrow(
                                        () -> new IllegalArgumentException("no sink " + word)));
            }
        }
        List<byte[]> records = records(events);
        new EncodingCosts(records.subList(0, Math.min(ENCODED, events))).print(encoders());
        System.out.println(
                "sink                events/s   us of CPU   bare client/s   us of CPU   ratio   ratio of CPU");
        boolean all = wanted.isEmpty() && real.isEmpty();
        for (Protocol protocol : all ? List.of(Protocol.values()) : wanted) {
            inAFolder(folder ->
                    measure(
                            protocol,
                            protocol == Protocol.WEBHOOK
                                    ? records.subList(0, records.size() / WEBHOOK_SHARE)
                                    : records,
                            folder));
        }
        for (RealReceiver receiver : real) {
            if (receiver.isThere()) {
                inAFolder(folder -> measure(receiver, records, folder));
            } else {
                System.out.println(receiver.word() + ": its program is not there");
            }
        }
    }

    private interface InAFolder {
        void run(Path folder) throws IOException, InterruptedException, GeneralSecurityException;
    }

    private static void inAFolder(InAFolder measured)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("countersign-sink-bench");
        try {
            measured.run(folder);
        } finally {
            delete(folder);
        }
    }

    /// The best of the runs so far.
    private static final class Taken {
        private double seconds = Double.MAX_VALUE;
        private double cpuSeconds = Double.MAX_VALUE;

        void run(Run run) throws IOException, InterruptedException, GeneralSecurityException {
            long cpuBefore = cpuNanos();
            long before = System.nanoTime();
            run.run();
            seconds = Math.min(seconds, (System.nanoTime() - before) / 1e9);
            cpuSeconds = Math.min(cpuSeconds, (cpuNanos() - cpuBefore) / 1e9);
        }
    }

    private interface Run {
        void run() throws IOException, InterruptedException, GeneralSecurityException;
    }

    /// Sink and bare client in turns, so that both find the same JVM and the same machine; the
    /// first turn warms up, the best counts.
    private static final int TURNS = 4;

    private static void measure(Protocol protocol, List<byte[]> records, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        BenchCertificate certificate = BenchCertificate.in(folder);
        if (protocol == Protocol.NDJSON) {
            Map<String, String> properties = properties(protocol, 0, folder, certificate);
            BareClient bare = bare(protocol, properties, 0, folder, records);
            inTurns(
                    protocol.word(),
                    records.size(),
                    () -> file(properties, folder.resolve("siem"), records),
                    () -> {
                        Files.deleteIfExists(folder.resolve("bare.ndjson"));
                        bare.run();
                    });
            return;
        }
        try (RemoteReceiver receiver = new RemoteReceiver(protocol, folder)) {
            measure(
                    protocol.word(),
                    protocol,
                    receiver,
                    properties(protocol, receiver.port(), folder, certificate),
                    records,
                    folder);
        }
    }

    private static void measure(RealReceiver real, List<byte[]> records, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        BenchCertificate certificate = BenchCertificate.in(folder);
        try (BenchReceiver receiver = real.start(folder, certificate)) {
            Map<String, String> properties =
                    properties(real.protocol(), receiver.port(), folder, certificate);
            if (real.protocol().isHttp()) {
                properties.put("endpoint", "http://127.0.0.1:" + receiver.port());
                properties.put("send-without-tls", "true");
                properties.remove("api.key.file");
                properties.remove("tls.ca.file");
            }
            measure(real.word(), real.protocol(), receiver, properties, records, folder);
        }
    }

    private static void measure(
            String name,
            Protocol protocol,
            BenchReceiver receiver,
            Map<String, String> properties,
            List<byte[]> records,
            Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        BareClient bare = bare(protocol, properties, receiver.port(), folder, records);
        inTurns(
                name,
                records.size(),
                () -> {
                    receiver.clear();
                    TaskDrive.run(protocol.task(), properties, records);
                    receiver.awaitExactly(records.size());
                },
                () -> {
                    receiver.clear();
                    bare.run();
                    receiver.awaitExactly(records.size());
                });
    }

    private static void inTurns(String name, int events, Run sink, Run bare)
            throws IOException, GeneralSecurityException, InterruptedException {
        Taken sinkTook = new Taken();
        Taken bareTook = new Taken();
        for (int turn = 0; turn < TURNS; turn++) {
            sinkTook.run(sink);
            bareTook.run(bare);
        }
        show(name, events, sinkTook, bareTook);
    }

    /// Receiver, TLS and batches are those of the sink's configuration.
    private static BareClient bare(
            Protocol protocol,
            Map<String, String> sinkProperties,
            int port,
            Path folder,
            List<byte[]> records)
            throws IOException, GeneralSecurityException {
        Map<String, String> properties = new HashMap<>(sinkProperties);
        properties.computeIfPresent("directory", (_, siem) -> siem + "-unused");
        Sink.Parts parts =
                protocol.sink()
                        .open(properties, new Sink.Surroundings("bench", 0, SinkTime.MACHINE));
        try {
            return new BareClient(
                    protocol,
                    BenchCertificate.in(folder).client(),
                    properties.containsKey("send-without-tls") ? "http" : "https",
                    port,
                    folder,
                    parts,
                    records);
        } finally {
            parts.client().close();
        }
    }

    private static void file(Map<String, String> properties, Path siem, List<byte[]> records)
            throws IOException, InterruptedException {
        if (Files.exists(siem)) {
            delete(siem);
        }
        TaskDrive.run(Protocol.NDJSON.task(), properties, records);
        Arrivals arrivals = new Arrivals(Protocol.NDJSON.marker());
        try (Stream<Path> files = Files.list(siem)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int _ = arrivals.count(bytes, bytes.length);
            }
        }
        long[] tally = arrivals.tally();
        if (tally[0] != records.size() || tally[1] != records.size()) {
            throw new GateFailure("in the files and different: " + tally[0] + ", " + tally[1]);
        }
    }

    /// A sink's configuration for a receiver at a port of this machine.
    static Map<String, String> properties(
            Protocol protocol, int port, Path folder, BenchCertificate certificate)
            throws IOException {
        String address = "https://127.0.0.1:" + port;
        Map<String, String> properties = new HashMap<>();
        properties.put("consumer.override.isolation.level", "read_committed");
        switch (protocol) {
            case NDJSON -> properties.put("directory", folder.resolve("siem").toString());
            case SPLUNK_HEC -> {
                properties.put("endpoints", address);
                properties.put("token.file", secret(folder).toString());
                properties.put("acknowledgement.poll.ms", "250");
            }
            case SENTINEL -> {
                properties.put("endpoint", address);
                properties.put("authority", address);
                properties.put("rule.id", "dcr-0");
                properties.put("stream", "Custom-X_CL");
                properties.put("tenant", "tenant");
                properties.put("client.id", "client");
                properties.put("client.secret.file", secret(folder).toString());
            }
            case OTLP -> {
                properties.put("endpoint", address);
                properties.put("authorization.file", secret(folder).toString());
            }
            case OPENSEARCH -> {
                properties.put("endpoint", address);
                properties.put("api.key.file", secret(folder).toString());
            }
            case SYSLOG, RELP -> {
                properties.put("host", "127.0.0.1");
                properties.put("port", Integer.toString(port));
            }
            case WEBHOOK -> {
                properties.put("url", address + protocol.path());
                properties.put("select.kinds", "EVENT");
                properties.put(
                        "template.file",
                        Files.writeString(folder.resolve("template"), "{\"id\": \"{{event.id}}\"}")
                                .toString());
            }
        }
        if (protocol != Protocol.NDJSON) {
            properties.put("tls.ca.file", certificate.pem().toString());
        }
        return properties;
    }

    private static Path secret(Path folder) throws IOException {
        Path file = folder.resolve("secret");
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "invented");
        }
        return file;
    }

    private static void show(String name, int events, Taken sink, Taken bare) {
        System.out.printf(
                "%-18s %9.0f %11.1f %15.0f %11.1f %7.2f %14.2f%n",
                name,
                events / sink.seconds,
                sink.cpuSeconds * 1e6 / events,
                events / bare.seconds,
                bare.cpuSeconds * 1e6 / events,
                bare.seconds / sink.seconds,
                bare.cpuSeconds / sink.cpuSeconds);
    }

    private static List<byte[]> records(int count) {
        return IntStream.range(0, count).mapToObj(SinkBench::record).toList();
    }

    /// An entry of 600 bytes as it lies on Kafka.
    static byte[] record(int seq) {
        AuditEntry.Builder entry =
                AuditEntry.newBuilder()
                        .setChain("audit.entry.v1/0@1")
                        .setSeq(seq)
                        .setPrev(new Hash(new byte[32]))
                        .setIncarnation(new Incarnation(new byte[16]))
                        .setTimeMillis(1_790_000_000_000L + seq);
        return WireFormat.frame(
                BundledSchemas.get().id(AuditEntry.class),
                new EntryCodec().body(Entries600.event(entry, seq).build()));
    }

    private static Map<String, EventEncoder> encoders() {
        FormatOptions options = new FormatOptions("bench", false);
        Map<String, EventEncoder> encoders = new LinkedHashMap<>();
        encoders.put("ocsf", new OcsfEncoder(new OcsfOptions("bench", false)));
        encoders.put("ecs", new EcsEncoder(options));
        encoders.put("cef", new CefEncoder(options));
        encoders.put("leef", new LeefEncoder(options, LeefVersion.V2));
        return encoders;
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
