package io.countersign.app.role;

import io.countersign.app.config.Configuration;
import io.countersign.app.health.Measure;
import io.countersign.intake.RawRecords;
import io.countersign.intake.http.HttpProtocol;
import io.countersign.intake.icap.IcapSettings;
import io.countersign.intake.listen.AuthorityFile;
import io.countersign.intake.listen.CertificateFile;
import io.countersign.intake.listen.Credential;
import io.countersign.intake.listen.Limits;
import io.countersign.intake.listen.Listener;
import io.countersign.intake.listen.ListenerCounts;
import io.countersign.intake.listen.ListenerSettings;
import io.countersign.intake.listen.MemoryBudget;
import io.countersign.intake.listen.Protocol;
import io.countersign.intake.listen.ServerTls;
import io.countersign.intake.listen.Source;
import io.countersign.intake.listen.Sources;
import io.countersign.intake.listen.TokenFile;
import io.countersign.intake.relp.RelpProtocol;
import io.countersign.intake.syslog.SyslogProtocol;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The listeners of a configuration: the one on loopback that is always there, and those that it
/// names. From one thread, but for the questions.
final class Listeners implements AutoCloseable {
    /// The listener that is always there: HTTP on loopback, for whoever is on this machine.
    static final String LOCAL = "local";

    private static final int INCARNATION_BYTES = 8;
    private static final int MEGABYTE = 1024 * 1024;

    /// Of the heap, for messages that are larger than a small buffer.
    private static final int BUDGET_SHARE = 8;

    /// Room for some of the largest messages at a time.
    private static final long LEAST_BUDGET_BYTES = 4L * RawRecords.MAX_RECORD_BYTES;

    private final Map<String, Listener> running = new LinkedHashMap<>();

    /// Opens all of them; where one can't be opened, none is.
    ///
    /// @throws IOException where a port is taken or a file of keys can't be read
    static Listeners start(
            Configuration configuration,
            RawRecords records,
            InputFormats formats,
            InstantSource clock)
            throws IOException {
        MemoryBudget budget =
                new MemoryBudget(
                        Math.max(
                                LEAST_BUDGET_BYTES,
                                Runtime.getRuntime().maxMemory() / BUDGET_SHARE));
        SecureRandom random = new SecureRandom();
        Listeners listeners = new Listeners();
        boolean started = false;
        try {
            for (Map.Entry<String, Settled> one :
                    settled(configuration, formats, clock).entrySet()) {
                byte[] incarnation = new byte[INCARNATION_BYTES];
                random.nextBytes(incarnation);
                Settled settled = one.getValue();
                try {
                    listeners.running.put(
                            one.getKey(),
                            Listener.start(
                                    settled.settings(),
                                    settled.protocol(),
                                    records,
                                    budget,
                                    incarnation));
                } catch (IOException taken) {
                    throw new IOException(
                            "listener "
                                    + one.getKey()
                                    + " can't have port "
                                    + settled.settings().port(),
                            taken);
                }
            }
            started = true;
            return listeners;
        } finally {
            if (!started) {
                listeners.close();
            }
        }
    }

    /// What `listeners.icap` names, with the files read.
    ///
    /// @throws IOException where a file can't be read, or holds something else
    static IcapSettings icap(Configuration configuration, InstantSource clock) throws IOException {
        Configuration.Icap stated = configuration.icap();
        Set<InetAddress> clients = new HashSet<>();
        for (String client : stated.clients()) {
            clients.add(InetAddress.getByName(client));
        }
        IcapSettings standard = IcapSettings.STANDARD;
        return new IcapSettings(
                tls(configuration, stated.tls(), clock),
                sources(configuration, stated.sources(), Set.of(), clock),
                stated.maxConnections(),
                stated.maxBodyMegabytes() * MEGABYTE,
                (long) stated.maxHeldMegabytes() * MEGABYTE,
                standard.maxWaiting(),
                standard.requestTime(),
                standard.idleTime(),
                clients);
    }

    private static Optional<ServerTls> tls(
            Configuration configuration,
            Optional<io.countersign.app.config.Listener.Tls> stated,
            InstantSource clock)
            throws IOException {
        return stated.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ServerTls.of(
                                configuration.resolve(stated.get().certificate()),
                                configuration.resolve(stated.get().key()),
                                clock));
    }

    private record Settled(ListenerSettings settings, Protocol protocol) {}

    /// Reads the files that the listeners need and opens nothing.
    ///
    /// @return what is wrong with each listener, by name
    static Map<String, String> problems(Configuration configuration, InstantSource clock)
            throws IOException {
        InputFormats formats = SiteFormats.of(configuration);
        Map<String, String> problems = new TreeMap<>();
        configuration
                .listen()
                .listeners()
                .forEach((name, listener) -> {
                    try {
                        settled(configuration, name, listener, names(formats), clock);
                    } catch (IOException | IllegalArgumentException wrong) {
                        problems.put(name, String.valueOf(wrong.getMessage()));
                    }
                });
        if (configuration.icap().port() != 0) {
            try {
                icap(configuration, clock);
            } catch (IOException | IllegalArgumentException wrong) {
                problems.put("icap", String.valueOf(wrong.getMessage()));
            }
        }
        return problems;
    }

    private static Map<String, Settled> settled(
            Configuration configuration, InputFormats formats, InstantSource clock)
            throws IOException {
        Map<String, Settled> all = new LinkedHashMap<>();
        Set<String> names = names(formats);
        all.put(
                LOCAL,
                new Settled(
                        new ListenerSettings(
                                LOCAL,
                                InetAddress.getLoopbackAddress(),
                                configuration.listen().port(),
                                Optional.empty(),
                                Sources.open(Source.anyone("anyone", Optional.empty())),
                                Limits.STANDARD),
                        new HttpProtocol(names)));
        for (Map.Entry<String, io.countersign.app.config.Listener> one :
                new TreeMap<>(configuration.listen().listeners()).entrySet()) {
            all.put(
                    one.getKey(),
                    settled(configuration, one.getKey(), one.getValue(), names, clock));
        }
        return all;
    }

    private static Settled settled(
            Configuration configuration,
            String name,
            io.countersign.app.config.Listener listener,
            Set<String> formats,
            InstantSource clock)
            throws IOException {
        return new Settled(
                new ListenerSettings(
                        name,
                        listener.listenOnAllInterfaces()
                                ? InetAddress.getByAddress(new byte[4])
                                : InetAddress.getLoopbackAddress(),
                        listener.port(),
                        tls(configuration, listener.tls(), clock),
                        sources(configuration, listener.sources(), formats, clock),
                        new Limits(
                                listener.maxConnections(),
                                listener.messageTimeout(),
                                Limits.STANDARD.idleTime())),
                switch (listener.protocol()) {
                    case SYSLOG -> new SyslogProtocol();
                    case RELP -> new RelpProtocol();
                    case HTTP -> new HttpProtocol(formats);
                });
    }

    private static Sources sources(
            Configuration configuration,
            Map<String, io.countersign.app.config.Listener.Source> named,
            Set<String> formats,
            InstantSource clock)
            throws IOException {
        if (named.isEmpty()) {
            return Sources.open(Source.anyone("anyone", Optional.empty()));
        }
        List<Source> sources = new ArrayList<>();
        for (Map.Entry<String, io.countersign.app.config.Listener.Source> one :
                new TreeMap<>(named).entrySet()) {
            io.countersign.app.config.Listener.Source stated = one.getValue();
            if (stated.format().isPresent() && !formats.contains(stated.format().get())) {
                throw new IOException(
                        "source "
                                + one.getKey()
                                + ": no input format "
                                + stated.format().get()
                                + "; countersign ingest --help lists them");
            }
            List<Credential> credentials = new ArrayList<>();
            for (Path file : stated.tokenFiles()) {
                credentials.add(new TokenFile(configuration.resolve(file)));
            }
            for (Path file : stated.certificateFiles()) {
                credentials.add(new CertificateFile(configuration.resolve(file)));
            }
            if (stated.certificateAuthority().isPresent()) {
                credentials.add(
                        new AuthorityFile(
                                configuration.resolve(stated.certificateAuthority().get()),
                                stated.certificateNames(),
                                clock));
            }
            sources.add(
                    new Source(
                            one.getKey(),
                            stated.format(),
                            credentials,
                            stated.indexerAcknowledgement()));
        }
        return new Sources(sources);
    }

    private static Set<String> names(InputFormats formats) {
        Set<String> names = new HashSet<>();
        formats.all().stream().map(InputFormat::name).forEach(names::add);
        names.add(Source.AUTO);
        return names;
    }

    /// The port that a listener has.
    int port(String name) {
        Listener listener = running.get(name);
        if (listener == null) {
            throw new IllegalArgumentException("no listener of that name");
        }
        return listener.port();
    }

    /// Why one of them accepts nothing more.
    Optional<String> failure() {
        return running.values().stream()
                .map(Listener::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    int count() {
        return running.size();
    }

    List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        for (Listener listener : running.values()) {
            ListenerCounts counts = listener.counts();
            String name = listener.name();
            measures.add(measure(name, "connections", Map.of(), counts.connections()));
            measures.add(measure(name, "records_in_flight", Map.of(), counts.inFlight()));
            measures.add(measure(name, "records_total", Map.of(), counts.received()));
            measures.add(measure(name, "bytes_total", Map.of(), counts.bytes()));
            measures.add(measure(name, "acknowledged_total", Map.of(), counts.acknowledged()));
            measures.add(measure(name, "failed_total", Map.of(), counts.failed()));
            counts.refused()
                    .forEach((code, count) ->
                            measures.add(
                                    measure(name, "refused_total", Map.of("code", code), count)));
            counts.closed()
                    .forEach((reason, count) ->
                            measures.add(
                                    measure(
                                            name,
                                            "closed_total",
                                            Map.of("reason", reason.word()),
                                            count)));
        }
        return measures;
    }

    private static Measure measure(
            String listener, String what, Map<String, String> more, long value) {
        Map<String, String> labels = new HashMap<>(more);
        labels.put("role", IntakeRole.NAME);
        labels.put("listener", listener);
        return new Measure("countersign_listener_" + what, labels, value);
    }

    /// All at the same time, since each lets end what is begun.
    @Override
    public void close() {
        List<Thread> closing = new ArrayList<>();
        for (Listener listener : running.values()) {
            closing.add(Thread.startVirtualThread(listener::close));
        }
        try {
            for (Thread one : closing) {
                one.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
