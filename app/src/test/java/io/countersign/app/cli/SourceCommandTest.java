package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static io.countersign.app.cli.Sentence.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.Listener;
import io.countersign.app.source.Recipes;
import io.countersign.app.source.Transport;
import io.countersign.intake.bridge.Encoding;
import io.countersign.sources.InputFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCommandTest {
    @TempDir Path directory;

    @Test
    void everyRecipeIsOfAFormatAndFillsItsPlaces() {
        assertThat(InputFormats.builtIn().all())
                .extracting(format -> format.name())
                .containsAll(Recipes.all().keySet());
        Recipes.all()
                .keySet()
                .forEach(format -> {
                    for (Transport way : Transport.values()) {
                        assertThat(
                                        Recipes.settings(
                                                format,
                                                way,
                                                Path.of("c.yaml"),
                                                Configuration.defaults(),
                                                "b"))
                                .as("%s by %s", format, way)
                                .isNotBlank()
                                .doesNotContain("{{");
                    }
                });
        countersign("source", "list")
                .exits(ExitCode.CLEAN)
                .says("zscaler-nss-web", "vector, fluent-bit, logstash, rsyslog, cribl");
    }

    @Test
    void questionsLeadToAConfigurationAndToWhatToSet() throws IOException {
        Path file = directory.resolve("countersign.yaml");
        reading("1\nhttp\n", "source", "add", "--config", file.toString(), "--no-wait")
                .exits(ExitCode.CLEAN)
                .says(
                        "  1  Zscaler",
                        "port: 8088",
                        "prompt_req",
                        "http://127.0.0.1:8088/v1/events/zscaler-nss-web");
        assertThat(ConfigurationFile.read(file).configuration().listen().port()).isEqualTo(8088);
        reading("", "source", "add", "--config", file.toString())
                .exits(ExitCode.USAGE)
                .complains("state PRODUCT");
        countersign("source", "shipper", "vector", "--format", "squid", "--config", file.toString())
                .says("uri = \"http://127.0.0.1:8088/v1/events/squid\"");
    }

    @Test
    void aListenerOfASourceOfItsOwnIsWrittenWithATokenThatIsShownOnce() throws IOException {
        Path file = directory.resolve("countersign.yaml");
        Files.writeString(file, "directory: " + directory.resolve("data") + "\n");
        String config = file.toString();
        String[] hec = {
            "source", "add", "litellm", "--transport", "hec", "--config", config, "--no-wait"
        };
        String out = countersign(hec).exits(ExitCode.CLEAN).out();
        String token = out.replaceAll("(?s).*shown this once: ([0-9a-f]{64}).*", "$1");
        assertThat(token).hasSize(64);
        Path kept = directory.resolve("data/keys/sources/litellm.token");
        assertThat(kept).content().startsWith("sha256:").doesNotContain(token);
        assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);
        assertThat(out).contains("HOST:8089/services/collector/event");
        countersign(
                        "source",
                        "add",
                        "paloalto-url",
                        "--transport",
                        "syslog",
                        "--config",
                        config,
                        "--name",
                        "fw",
                        "--port",
                        "6515",
                        "--listen-on-all-interfaces",
                        "--certificate",
                        "tls.crt",
                        "--key",
                        "tls.key",
                        "--client-certificate",
                        "fw.crt",
                        "--no-wait")
                .exits(ExitCode.CLEAN)
                .says("port 6515", "any of them over QUIC");
        countersign(
                        "source",
                        "add",
                        "squid",
                        "--transport",
                        "relp",
                        "--config",
                        config,
                        "--no-wait")
                .exits(ExitCode.CLEAN)
                .says("port=\"2514\"");
        countersign(
                        "source",
                        "add",
                        "squid",
                        "--transport",
                        "icap",
                        "--config",
                        config,
                        "--no-wait")
                .exits(ExitCode.CLEAN)
                .says("icap://127.0.0.1:1344/", "source first icap-request");
        assertThat(ConfigurationFile.read(file).configuration().icap().port()).isEqualTo(1344);
        Map<String, Listener> listeners =
                ConfigurationFile.read(file).configuration().listen().listeners();
        assertThat(listeners.keySet()).containsExactlyInAnyOrder("litellm", "fw", "squid");
        assertThat(Objects.requireNonNull(listeners.get("fw")).listenOnAllInterfaces()).isTrue();
        countersign(
                        "source",
                        "add",
                        "squid",
                        "--transport",
                        "syslog",
                        "--config",
                        config,
                        "--name",
                        "open",
                        "--listen-on-all-interfaces",
                        "--no-wait")
                .exits(ExitCode.USAGE)
                .complains("needs --certificate and --key");
    }

    @Test
    void flagsWriteABridgeAndCommentsStay() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("countersign.yaml"),
                        "# ours\npartitions: 2 # for life\n");
        String[] add = {
            "source",
            "add",
            "netskope-events",
            "--transport",
            "bridge",
            "--config",
            file.toString(),
            "--name",
            "casb",
            "--bootstrap-server",
            "kafka.siem.example.org:9093",
            "--topic",
            "netskope",
            "--value",
            "json",
            "--payload",
            "event.original",
            "--no-wait"
        };
        countersign(add).exits(ExitCode.CLEAN).says("Log Streaming to Kafka");
        assertThat(Files.readString(file)).startsWith("# ours\npartitions: 2 # for life\n");
        Configuration.Bridge bridge =
                Objects.requireNonNull(
                        ConfigurationFile.read(file).configuration().bridges().get("casb"));
        assertThat(bridge.format()).isEqualTo("netskope-events");
        assertThat(bridge.value()).isEqualTo(Encoding.JSON);
        assertThat(bridge.payload().names()).containsExactly("event", "original");
        countersign(add).exits(ExitCode.USAGE).complains("bridges.casb is there already");
    }

    @Test
    void theFirstRecordIsShownWithWhatIsMissingAndWithoutTexts() throws IOException {
        Path log =
                Files.writeString(
                        directory.resolve("events.jsonl"),
                        "{\"time\":\"2026-11-22T09:31:12Z\",\"user\":\"b.quinn\\u001b[31m\",\"host\":\"chatgpt.com\",\"prompt\":\"Letter for Dana Quill\"}\n");
        countersign("source", "first", "auto", "--sample", log.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "read as plain-json:",
                        "chatgpt.com",
                        "text PROMPT      (21 bytes, not shown)",
                        "account hints    the account is UNKNOWN")
                .saysNot("Quill", "\u001b");
        Path file = directory.resolve("countersign.yaml");
        countersign(
                        "source",
                        "add",
                        "squid",
                        "--transport",
                        "ingest",
                        "--config",
                        file.toString(),
                        "--sample",
                        log.toString())
                .exits(ExitCode.CLEAN)
                .says("needs no change", "countersign ingest", "not read as squid: ");
    }
}
