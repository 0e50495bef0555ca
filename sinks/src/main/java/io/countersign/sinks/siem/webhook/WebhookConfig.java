package io.countersign.sinks.siem.webhook;

import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.http.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the webhook sink; its documentation strings are the manual.
///
/// @param address where it goes; empty where a file holds it
/// @param addressFile file with the address, since those of chats are secrets
/// @param authorization file with the value of the header `Authorization`
/// @param signing file with the secret that signs requests
/// @param key file with the secret that the template puts into the body
/// @param requestsInFlight requests that are begun before the first of them is answered
record WebhookConfig(
        Optional<URI> address,
        Optional<Path> addressFile,
        Optional<Path> authorization,
        Optional<Path> signing,
        Optional<Path> key,
        Template template,
        int requestsInFlight,
        boolean withoutTls,
        HttpSettings http,
        DeliverySettings delivery,
        Selection selection) {
    static final String URL = "url";
    static final String URL_FILE = "url.file";
    static final String AUTHORIZATION = "authorization.file";
    static final String SIGNING = "signing.secret.file";
    static final String KEY = "key.file";
    static final String TEMPLATE = "template";
    static final String TEMPLATE_FILE = "template.file";
    static final String REQUESTS_IN_FLIGHT = "requests.in.flight";

    static final List<String> TEMPLATES =
            List.of("generic", "pagerduty", "slack", "teams", "servicenow");

    private static final int BODY_BYTES = 128 * 1024;
    private static final int MAX_TEMPLATE_BYTES = 256 * 1024;
    private static final int DEFAULT_IN_FLIGHT = 4;
    private static final int MAX_IN_FLIGHT = 32;

    /// A batch has so many times the alerts that are under way at once: while it waits for its last
    /// ones the others are idle.
    private static final int ROUNDS = 8;

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        file(
                definition,
                URL,
                "Where alerts are posted, https://... Or name a file with " + URL_FILE + ".");
        file(
                definition,
                URL_FILE,
                "File that holds the address on one line, readable by its owner only: the addresses of chats are"
                        + " secrets.");
        file(
                definition,
                AUTHORIZATION,
                "File that holds the value of the Authorization header, such as Bearer and a token.");
        file(
                definition,
                SIGNING,
                "File that holds the secret that signs each request: X-Countersign-Signature is v1= and the hex of"
                        + " HMAC-SHA256 over X-Countersign-Timestamp, a full stop and the body.");
        file(
                definition,
                KEY,
                "File that holds the secret which {{key}} in the template stands for.");
        definition.define(
                TEMPLATE,
                ConfigDef.Type.STRING,
                TEMPLATES.getFirst(),
                ConfigDef.ValidString.in(TEMPLATES.toArray(new String[0])),
                ConfigDef.Importance.HIGH,
                "What the body is like: one of those that come with the sink.");
        file(definition, TEMPLATE_FILE, "File with a template of your own, in place of them.");
        definition.define(
                REQUESTS_IN_FLIGHT,
                ConfigDef.Type.INT,
                DEFAULT_IN_FLIGHT,
                ConfigDef.Range.between(1, MAX_IN_FLIGHT),
                ConfigDef.Importance.MEDIUM,
                "Requests under way at once, each over a connection of its own: alerts of the same moment may then arrive"
                        + " in another order. 1 keeps their order and waits for each answer.");
        Selection.define(definition, Selection.Standard.ALERTS_ONLY);
        DeliverySettings.define(definition, BODY_BYTES);
        return HttpSettings.define(definition);
    }

    private static void file(ConfigDef definition, String key, String manual) {
        definition.define(key, ConfigDef.Type.STRING, "", ConfigDef.Importance.MEDIUM, manual);
    }

    /// @throws ConfigException naming the key, where a value cannot be used; quotes no secret
    static WebhookConfig parse(Map<String, String> properties) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        Optional<URI> address =
                config.getString(URL).isBlank()
                        ? Optional.empty()
                        : Optional.of(HttpSettings.address(config, URL, config.getString(URL)));
        Optional<Path> addressFile = HttpSettings.file(config, URL_FILE);
        if (address.isPresent() == addressFile.isPresent()) {
            throw new ConfigException("name either " + URL + " or " + URL_FILE);
        }
        Template template = template(config);
        Optional<Path> key = HttpSettings.file(config, KEY);
        if (template.needsKey() && key.isEmpty()) {
            throw new ConfigException(KEY + ": the template has {{key}}; name the file for it");
        }
        return new WebhookConfig(
                address,
                addressFile,
                HttpSettings.file(config, AUTHORIZATION),
                HttpSettings.file(config, SIGNING),
                key,
                template,
                config.getInt(REQUESTS_IN_FLIGHT),
                config.getBoolean(HttpSettings.WITHOUT_TLS),
                HttpSettings.of(config),
                delivery(
                        DeliverySettings.of(config, BODY_BYTES, Optional.empty()),
                        config.getInt(REQUESTS_IN_FLIGHT)),
                Selection.of(config));
    }

    /// An alert waits for no other, and no more of them go out at once than the rate permits.
    private static DeliverySettings delivery(DeliverySettings settings, int inFlight) {
        int events = inFlight == 1 ? 1 : Math.min(ROUNDS * inFlight, settings.maxBatchEvents());
        int perSecond = settings.maxEventsPerSecond();
        return new DeliverySettings(
                perSecond == 0 ? events : Math.min(events, perSecond),
                settings.maxBatchBytes(),
                settings.maxEventBytes(),
                Duration.ZERO,
                settings.maxBufferBytes(),
                settings.maxEventsPerSecond(),
                settings.retryLimit());
    }

    private static Template template(AbstractConfig config) {
        Optional<Path> file = HttpSettings.file(config, TEMPLATE_FILE);
        try {
            return Template.of(
                    file.isPresent() ? read(file.get()) : shipped(config.getString(TEMPLATE)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    (file.isPresent() ? TEMPLATE_FILE : TEMPLATE) + ": " + e.getMessage());
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MAX_TEMPLATE_BYTES) {
                throw new ConfigException(TEMPLATE_FILE + ": " + file + " is too long");
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(
                    TEMPLATE_FILE + ": " + file + " cannot be read as UTF-8 text");
        }
    }

    /// A template that comes with the sink.
    static String shipped(String name) {
        try (InputStream in = WebhookConfig.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no template " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
