package io.countersign.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A syslog daemon in a folder of its own that writes every message as it came, one a line, to
/// `received`; it can be killed and started again on the same port.
final class SyslogReceiver implements AutoCloseable {
    private final InstalledProgram program;
    private final Path folder;
    private final List<String> arguments;
    private Process process;

    private SyslogReceiver(InstalledProgram program, Path folder, List<String> arguments)
            throws IOException {
        this.program = program;
        this.folder = folder;
        this.arguments = arguments;
        this.process = start();
    }

    /// How rsyslog keeps what it has not written yet.
    enum Queue {
        /// Its default.
        MEMORY(""),
        /// What it took outlives it.
        DISK(
                "queue.type=\"Disk\" queue.filename=\"in\" queue.syncqueuefiles=\"on\" queue.checkpointInterval=\"1\"");

        private final String parameters;

        Queue(String parameters) {
            this.parameters = parameters;
        }
    }

    static SyslogReceiver rsyslog(
            InstalledProgram program,
            Queue queue,
            Path folder,
            TestCertificate server,
            TestCertificate client,
            int syslogPort,
            int relpPort)
            throws Exception {
        Path configuration =
                Files.writeString(
                        folder.resolve("rsyslog.conf"),
                        """
                        global(workDirectory="%1$s" defaultNetstreamDriver="gtls"
                          defaultNetstreamDriverCAFile="%2$s" defaultNetstreamDriverCertFile="%3$s"
                          defaultNetstreamDriverKeyFile="%4$s")
                        module(load="imtcp" streamDriver.mode="1" streamDriver.authMode="x509/name"
                          permittedPeer=["%5$s.example.org"])
                        module(load="imrelp" tls.tlslib="openssl")
                        template(name="asItCame" type="string" string="%%rawmsg%%\\n")
                        input(type="imtcp" address="127.0.0.1" port="%6$d" ruleset="in")
                        input(type="imrelp" address="127.0.0.1" port="%7$d" ruleset="in" tls="on"
                          tls.caCert="%2$s" tls.myCert="%3$s" tls.myPrivKey="%4$s" tls.authMode="name"
                          tls.permittedPeer=["%5$s.example.org"])
                        ruleset(name="in" %8$s) {
                          action(type="omfile" file="%1$s/received" template="asItCame" asyncWriting="off"
                            flushOnTXEnd="on")
                        }
                        """
                                .formatted(
                                        folder,
                                        client.certificate(),
                                        server.certificate(),
                                        server.key(),
                                        client.name(),
                                        syslogPort,
                                        relpPort,
                                        queue.parameters));
        program.runOrSkip(folder.resolve("check.log"), "-N1", "-f", configuration.toString());
        return new SyslogReceiver(
                program,
                folder,
                List.of(
                        "-n",
                        "-f",
                        configuration.toString(),
                        "-i",
                        folder.resolve("pid").toString()));
    }

    static SyslogReceiver syslogNg(
            InstalledProgram program,
            Path folder,
            TestCertificate server,
            TestCertificate client,
            int port)
            throws Exception {
        Path configuration =
                Files.writeString(
                        folder.resolve("syslog-ng.conf"),
                        """
                        @version: 3.38
                        options { chain-hostnames(no); keep-hostname(yes); };
                        source in {
                          syslog(ip("127.0.0.1") port(%1$d) transport("tls") flags(store-raw-message)
                            tls(key-file("%2$s") cert-file("%3$s") ca-file("%4$s")
                              peer-verify(required-trusted)));
                        };
                        destination out { file("%5$s/received" template("${RAWMSG}\\n")); };
                        log { source(in); destination(out); };
                        """
                                .formatted(
                                        port,
                                        server.key(),
                                        server.certificate(),
                                        client.certificate(),
                                        folder));
        return new SyslogReceiver(
                program,
                folder,
                List.of(
                        "-F",
                        "-f",
                        configuration.toString(),
                        "-R",
                        folder.resolve("persist").toString(),
                        "-p",
                        folder.resolve("pid").toString(),
                        "-c",
                        folder.resolve("control").toString(),
                        "--no-caps"));
    }

    /// What a sink needs to send to it.
    ///
    /// @param own whom the receiver lets in
    /// @param trusted its own certificate
    static Map<String, String> properties(int port, TestCertificate own, TestCertificate trusted) {
        return Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "tls.ca.file", trusted.certificate().toString(),
                "tls.certificate.file", own.certificate().toString(),
                "tls.key.file", own.key().toString());
    }

    /// As kill -9 does, and starts it again.
    void killAndRestart() throws Exception {
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(folder.resolve("pid"));
        process = start();
    }

    /// Every whole line so far.
    List<String> received() throws IOException {
        Path file = folder.resolve("received");
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }

    String log() {
        try {
            return Files.readString(folder.resolve("daemon.log"));
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process start() throws IOException {
        return program.start(folder.resolve("daemon.log"), arguments.toArray(new String[0]));
    }
}
