package io.countersign.bench.sinks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Programs that nobody here wrote, as they come but for the file that they write: with their
/// queues in memory, and without asking for a client's certificate.
enum RealReceiver {
    RSYSLOG_RELP("relp@rsyslog", Protocol.RELP, "rsyslogd"),
    RSYSLOG_TLS("syslog@rsyslog", Protocol.SYSLOG, "rsyslogd"),
    SYSLOG_NG_TLS("syslog@syslog-ng", Protocol.SYSLOG, "syslog-ng"),
    OPENSEARCH("opensearch@node", Protocol.OPENSEARCH, "");

    /// Names the folder of OpenSearch's jars (`it/opensearch/pom.xml`).
    private static final String OPENSEARCH_JARS = "COUNTERSIGN_OPENSEARCH";

    private static final long START_NANOS = 180_000_000_000L;

    private final String word;
    private final Protocol protocol;
    private final String program;

    RealReceiver(String word, Protocol protocol, String program) {
        this.word = word;
        this.protocol = protocol;
        this.program = program;
    }

    String word() {
        return word;
    }

    Protocol protocol() {
        return protocol;
    }

    /// The one of this name, all for `real`, none for any other.
    static List<RealReceiver> of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word) || word.equals("real"))
                .toList();
    }

    boolean isThere() {
        return this == OPENSEARCH ? System.getenv(OPENSEARCH_JARS) != null : path().isPresent();
    }

    /// Returns once it takes connections.
    BenchReceiver start(Path folder, BenchCertificate certificate)
            throws IOException, GeneralSecurityException, InterruptedException {
        int port = freePort();
        List<String> command =
                switch (this) {
                    case RSYSLOG_RELP, RSYSLOG_TLS ->
                            List.of(
                                    path().orElseThrow().toString(),
                                    "-n",
                                    "-f",
                                    write(folder, rsyslog(folder, certificate, port)),
                                    "-i",
                                    folder.resolve("pid").toString());
                    case SYSLOG_NG_TLS ->
                            List.of(
                                    path().orElseThrow().toString(),
                                    "-F",
                                    "-f",
                                    write(folder, syslogNg(folder, certificate, port)),
                                    "-R",
                                    folder.resolve("persist").toString(),
                                    "-p",
                                    folder.resolve("pid").toString(),
                                    "-c",
                                    folder.resolve("control").toString(),
                                    "--no-caps");
                    case OPENSEARCH ->
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx1g",
                                    "-cp",
                                    System.getenv(OPENSEARCH_JARS) + "/*",
                                    Path.of("it", "opensearch", "Node.java").toString(),
                                    folder.resolve("node").toString(),
                                    Integer.toString(port),
                                    "200");
                };
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("receiver.log").toFile())
                        .start();
        try {
            awaitOpen(process, port);
            return this == OPENSEARCH
                    ? new RealSearch(process, port)
                    : new RealSyslog(process, port, folder.resolve("received"), protocol.marker());
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private String rsyslog(Path folder, BenchCertificate certificate, int port)
            throws IOException, GeneralSecurityException {
        String input =
                this == RSYSLOG_RELP
                        ? """
                        module(load="imrelp" tls.tlslib="openssl")
                        input(type="imrelp" address="127.0.0.1" port="%1$d" ruleset="in" tls="on"
                          tls.myCert="%2$s" tls.myPrivKey="%3$s")
                        """
                        : """
                        global(defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="%2$s"
                          defaultNetstreamDriverCertFile="%2$s" defaultNetstreamDriverKeyFile="%3$s")
                        module(load="imtcp" streamDriver.mode="1" streamDriver.authMode="anon")
                        input(type="imtcp" address="127.0.0.1" port="%1$d" ruleset="in")
                        """;
        return ("global(workDirectory=\"%4$s\")\n"
                        + "template(name=\"asItCame\" type=\"string\" string=\"%%rawmsg%%\\n\")\n"
                        + input
                        + "ruleset(name=\"in\") { action(type=\"omfile\" file=\"%4$s/received\" template=\"asItCame\") }\n")
                .formatted(port, certificate.pem(), certificate.key(folder), folder);
    }

    private static String syslogNg(Path folder, BenchCertificate certificate, int port)
            throws IOException, GeneralSecurityException {
        return """
        @version: 3.38
        options { chain-hostnames(no); keep-hostname(yes); };
        source in {
          syslog(ip("127.0.0.1") port(%d) transport("tls") flags(store-raw-message) log-iw-size(100000)
            tls(key-file("%s") cert-file("%s") peer-verify(optional-untrusted)));
        };
        destination out { file("%s/received" template("${RAWMSG}\\n")); };
        log { source(in); destination(out); };
        """
                .formatted(port, certificate.key(folder), certificate.pem(), folder);
    }

    private static String write(Path folder, String configuration) throws IOException {
        return Files.writeString(folder.resolve("receiver.conf"), configuration).toString();
    }

    private Optional<Path> path() {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitOpen(Process process, int port)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < until && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException _notYet) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the receiver does not start: look at its receiver.log");
    }
}
