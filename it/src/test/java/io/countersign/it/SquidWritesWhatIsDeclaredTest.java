package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.countersign.sources.Content;
import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import io.countersign.sources.SquidLogformat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Squid writes its log by logformats of a site's own, and the same lines of its
/// configuration are what we read them by.
class SquidWritesWhatIsDeclaredTest {
    private static final String AGENT = "Odd \"Agent\" [1.0] \\ 50%";

    /// The same facts, written five ways.
    private static final Map<String, String> FORMATS =
            new TreeMap<>(
                    Map.of(
                            "plain",
                            "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt %>st %>sh \"%{User-Agent}>h\" %{Referer}>h",
                            "quoted",
                            "%>a [%tl] \"%rm %ru HTTP/%rv\" %>Hs %<st \"%{Referer}>h\" \"%{User-Agent}>h\" %Ss:%Sh %>st %>sh",
                            "escaped",
                            "t=%ts.%03tu|a=%>a|h=%>Hs|d=%<st|u=%>st|n=%>sh|m=%rm|l=%>rs://%>rd:%>rP%>rp|g=%#{User-Agent}>h|r=%#{Referer}>h|s=%Ss",
                            "padded",
                            "%-20ts.%03tu %15>a %-8rm %010>st %10>sh %-8<st %>Hs %Ss %ru %/{User-Agent}>h %/{Referer}>h",
                            "gmt",
                            "%{%Y-%m-%dT%H:%M:%S}tg %>a %Ss/%>Hs %rm %<st %>st %>sh \"%ru\" \"%\"{User-Agent}>h\" \"%\"{Referer}>h\" %{ward}note %err_code"));

    @TempDir Path folder;

    @Test
    void whatIsDeclaredIsReadAsItWasAsked() throws Exception {
        InstalledProgram program = InstalledProgram.orSkip("squid");
        Instant begun = Instant.now().minusSeconds(2);
        HttpServer origin =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, 5);
                    exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
                    exchange.close();
                });
        origin.start();
        int port = LoopbackPort.free();
        Path logs = Files.createDirectory(folder.resolve("squid"));
        // Started by root it becomes another user, who needs the folder.
        logs.toFile().setWritable(true, false);
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        Path settings = logs.resolve("squid.conf");
        Files.writeString(settings, settings(port, origin.getAddress().getPort(), logs));
        Process squid = program.start(logs.resolve("out.log"), "-N", "-f", settings.toString());
        try {
            ask(port);
            for (Map.Entry<String, String> format : FORMATS.entrySet()) {
                Path log = logs.resolve(format.getKey() + ".log");
                check(format.getKey(), format.getValue(), log, begun);
            }
        } finally {
            squid.destroy();
            squid.waitFor(30, TimeUnit.SECONDS);
            origin.stop(0);
        }
    }

    private static String settings(int port, int origin, Path logs) {
        StringBuilder text =
                new StringBuilder(
                        """
                        http_port 127.0.0.1:%d
                        http_access allow all
                        cache deny all
                        pid_filename none
                        cache_log stdio:%s/cache.log
                        cache_peer 127.0.0.1 parent %d 0 no-query originserver default
                        never_direct allow all
                        strip_query_terms off
                        shutdown_lifetime 1 second
                        """
                                .formatted(port, logs, origin));
        FORMATS.forEach((name, line) ->
                text.append("logformat %s %s%n".formatted(name, line))
                        .append(
                                "access_log stdio:%s/%s.log logformat=%s%n"
                                        .formatted(logs, name, name)));
        return text.toString();
    }

    private static void ask(int port) throws Exception {
        Awaitility.await("squid listens")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    } catch (IOException _notYet) {
                        return false;
                    }
                });
        HttpClient browser =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(
                                ProxySelector.of(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(), port)))
                        .build();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://chatgpt.com/c/1?q=Ada%20Quill"))
                        .timeout(Duration.ofSeconds(60))
                        .header("User-Agent", AGENT)
                        .header("Referer", "http://example.org/?from=ward%207")
                        .POST(HttpRequest.BodyPublishers.ofString("x".repeat(300)))
                        .build();
        assertThat(browser.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .isEqualTo("hello");
    }

    private static void check(String name, String declared, Path log, Instant begun)
            throws Exception {
        String line =
                Awaitility.await("the line of " + name)
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        Files.exists(log)
                                                ? Files.readAllLines(log).stream()
                                                        .filter(one -> one.contains("chatgpt"))
                                                        .findFirst()
                                                        .orElse("")
                                                : "",
                                text -> !text.isEmpty());
        InputFormat format =
                InputFormats.builtIn()
                        .withSquid(List.of(SquidLogformat.of(name, declared)))
                        .named("squid-" + name)
                        .orElseThrow();
        Parsed parsed = format.parse(line.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).as(name + ": " + line).isInstanceOf(Parsed.Accepted.class);
        Event event = ((Parsed.Accepted) parsed).event();
        assertThat(event.time().orElseThrow()).as(line).isBetween(begun, Instant.now());
        assertThat(event.sourceIp()).as(line).contains("127.0.0.1");
        assertThat(event.destinationHost()).as(line).contains("chatgpt.com");
        assertThat(event.path()).as(line).contains("/c/1");
        assertThat(event.method()).as(line).contains("POST");
        assertThat(event.status()).as(line).hasValue(200);
        assertThat(event.bytesUp()).as(line).hasValue(300);
        assertThat(event.bytesDown().orElseThrow()).as(line).isBetween(5L, 1_000L);
        assertThat(event.userAgent()).as(line).contains(AGENT);
        assertThat(event.action()).as(line).isEqualTo(Event.Action.ALLOWED);
        assertThat(event.contents())
                .as(line)
                .extracting(
                        Content::role,
                        content -> new String(content.utf8(), StandardCharsets.UTF_8))
                .contains(
                        org.assertj.core.groups.Tuple.tuple(Content.Role.QUERY, "q=Ada Quill"),
                        org.assertj.core.groups.Tuple.tuple(Content.Role.QUERY, "from=ward 7"))
                .hasSize(2);
    }
}
