package io.countersign.app.source;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.app.config.Configuration;
import io.countersign.app.config.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What to set at a product, and at a shipper in between. The recipes are data: `recipes.yaml` and
/// `shippers.yaml` beside this class.
public final class Recipes {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Recipes() {}

    /// A product's.
    ///
    /// @param format its input format
    /// @param title what people call it
    /// @param settings what to set there, by transport, with places for values
    public record Recipe(String format, String title, Map<Transport, String> settings) {
        public Recipe {
            settings = Map.copyOf(settings);
        }
    }

    /// All of them, by format, in the order of the file.
    public static Map<String, Recipe> all() {
        JsonNode tree = tree("recipes.yaml");
        Map<String, Recipe> all = new LinkedHashMap<>();
        tree.properties()
                .forEach(product -> {
                    Map<Transport, String> settings = new LinkedHashMap<>();
                    product.getValue()
                            .get("transports")
                            .properties()
                            .forEach(one ->
                                    settings.put(
                                            Transport.of(one.getKey()).orElseThrow(),
                                            one.getValue().asText()));
                    all.put(
                            product.getKey(),
                            new Recipe(
                                    product.getKey(),
                                    product.getValue().get("title").asText(),
                                    settings));
                });
        return all;
    }

    /// What to set at shippers, by name.
    public static Map<String, String> shippers() {
        return YAML.convertValue(
                tree("shippers.yaml"), new TypeReference<LinkedHashMap<String, String>>() {});
    }

    public static Optional<Recipe> of(String format) {
        return Optional.ofNullable(all().get(format));
    }

    /// What to set at a product, with all places filled; a general word where no recipe says more.
    ///
    /// @param name of the listener or bridge, where it has one
    public static String settings(
            String format, Transport way, Path config, Configuration configuration, String name) {
        String text =
                of(format)
                        .map(recipe -> recipe.settings().getOrDefault(way, ""))
                        .filter(settings -> !settings.isEmpty())
                        .orElseGet(() -> general(way));
        return filled(text, places(format, config, configuration, name));
    }

    private static String general(Transport way) {
        return switch (way) {
            case HTTP ->
                    "Send each record to {{url}}; with Content-Type: text/plain a record a line.\n";
            case HEC ->
                    """
                    A forwarder for Splunk (HTTP Event Collector), pointed here:
                      URL: http(s)://HOST:{{listener-port}}/services/collector/event    raw lines: /services/collector/raw
                      Token: the one above. Indexer acknowledgement: indexer-acknowledgement: true at the source in {{config}}
                    """;
            case SYSLOG ->
                    """
                    Send syslog (RFC 5424 or RFC 3164, octet counting or a line each) by TCP to HOST:{{listener-port}}, by TLS
                    where the listener has a certificate; UDP is not taken. Syslog acknowledges nothing: RELP does.
                    """;
            case RELP ->
                    """
                    rsyslog: module(load="omrelp")
                             action(type="omrelp" target="HOST" port="{{listener-port}}" template="asItCame"
                                    action.resumeRetryCount="-1" queue.type="linkedList" queue.filename="countersign")
                    """;
            case ICAP ->
                    """
                    Squid, which decrypts the catalogue's hosts (ssl_bump):
                      icap_enable on
                      icap_send_client_ip on
                      icap_send_client_username on
                      icap_preview_enable on
                      icap_service countersign reqmod_precache icap://127.0.0.1:{{icap-port}}/reqmod bypass=on
                      adaptation_access countersign allow all
                    Other proxies (ProxySG, FortiGate, DLP copies): an ICAP service of REQMOD, the same address, fail open, 204
                    allowed, X-Client-IP and X-Authenticated-User sent. It observes and never blocks.
                    """;
            case INGEST -> "countersign ingest --config {{config}} --format {{format}} FOLDER\n";
            case BRIDGE -> "Let each record be a value of the topic that bridge {{name}} reads.\n";
        };
    }

    /// What stands in the places of a text.
    public static Map<String, String> places(
            String format, Path config, Configuration configuration, String name) {
        int port = configuration.listen().port();
        Listener listener = configuration.listen().listeners().get(name);
        String path = "/v1/events/" + format;
        return Map.of(
                "format",
                format,
                "config",
                config.toString(),
                "name",
                name,
                "listener-port",
                listener == null ? "PORT" : Integer.toString(listener.port()),
                "port",
                Integer.toString(port),
                "icap-port",
                Integer.toString(configuration.icap().port()),
                "path",
                path,
                "url",
                "http://127.0.0.1:" + port + path);
    }

    /// A text with its places filled.
    public static String filled(String text, Map<String, String> places) {
        String filled = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            filled = filled.replace("{{" + place.getKey() + "}}", place.getValue());
        }
        return filled;
    }

    private static JsonNode tree(String file) {
        try (InputStream in =
                Objects.requireNonNull(Recipes.class.getResourceAsStream(file), file)) {
            return YAML.readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
