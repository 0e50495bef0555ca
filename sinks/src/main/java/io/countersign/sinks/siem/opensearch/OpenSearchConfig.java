package io.countersign.sinks.siem.opensearch;

import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.delivery.DeliverySettings;
import io.countersign.sinks.siem.delivery.Selection;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.http.HttpSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// The configuration of the OpenSearch sink; its documentation strings are the manual.
///
/// @param endpoint the cluster's address
/// @param user with the password: HTTP Basic; "" for an API key or none
/// @param secret file of the password or the API key
/// @param installTemplate whether the sink puts its index template into the cluster
record OpenSearchConfig(
        URI endpoint,
        HttpSettings http,
        String user,
        Optional<Path> secret,
        IndexName index,
        DocumentFormat format,
        boolean installTemplate,
        DeliverySettings delivery,
        Selection selection,
        EventEncoder encoder) {
    static final String ENDPOINT = "endpoint";
    static final String FORMAT = "format";
    static final String INDEX = "index";
    static final String USER = "user";
    static final String PASSWORD_FILE = "password.file";
    static final String API_KEY_FILE = "api.key.file";
    static final String INSTALL_TEMPLATE = "install.template";
    static final String INCLUDE_SUBJECT_TOKENS = "include-subject-tokens-which-are-phi";

    /// `http.max_content_length` is 100 MB; a request of a few is as fast.
    private static final int BATCH_BYTES = 4 * 1024 * 1024;

    private static final int MAX_DOCUMENT_BYTES = 1024 * 1024;

    static final ConfigDef DEFINITION = define();

    private static ConfigDef define() {
        ConfigDef definition =
                new ConfigDef()
                        .define(
                                ENDPOINT,
                                ConfigDef.Type.STRING,
                                ConfigDef.NO_DEFAULT_VALUE,
                                new ConfigDef.NonEmptyString(),
                                ConfigDef.Importance.HIGH,
                                "Address of the cluster or of its load balancer, such as https://search.example.org:9200.")
                        .define(
                                FORMAT,
                                ConfigDef.Type.STRING,
                                DocumentFormat.ECS.word(),
                                ConfigDef.Importance.HIGH,
                                "What a document is: " + DocumentFormat.words() + ".")
                        .define(
                                INDEX,
                                ConfigDef.Type.STRING,
                                "countersign",
                                ConfigDef.Importance.MEDIUM,
                                "What the indices are called: INDEX-FORMAT-YYYY.MM by the event's time; INDEX-FORMAT is the"
                                        + " alias that reads all of them.")
                        .define(
                                USER,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.MEDIUM,
                                "User for HTTP Basic; with password.file.")
                        .define(
                                PASSWORD_FILE,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.MEDIUM,
                                "File of the user's password, one line, readable by its owner only.")
                        .define(
                                API_KEY_FILE,
                                ConfigDef.Type.STRING,
                                "",
                                ConfigDef.Importance.MEDIUM,
                                "File of an API key of Elasticsearch, encoded as it came; instead of a user.")
                        .define(
                                INSTALL_TEMPLATE,
                                ConfigDef.Type.BOOLEAN,
                                true,
                                ConfigDef.Importance.MEDIUM,
                                "Put the index template into the cluster before the first event. False: somebody with more"
                                        + " rights did, see the guide.")
                        .define(
                                INCLUDE_SUBJECT_TOKENS,
                                ConfigDef.Type.BOOLEAN,
                                false,
                                ConfigDef.Importance.HIGH,
                                "Put the patients' keyed tokens into the events. They are derived from PHI and count as PHI: the"
                                        + " SIEM and all who read it then hold PHI.");
        HttpSettings.define(definition);
        Selection.define(definition, Selection.Standard.WHAT_MATTERS);
        return DeliverySettings.define(definition, BATCH_BYTES);
    }

    /// @throws ConfigException naming the key, where a value cannot be used
    static OpenSearchConfig parse(Map<String, String> properties, String productVersion) {
        AbstractConfig config = new AbstractConfig(DEFINITION, properties, false);
        String word = config.getString(FORMAT);
        DocumentFormat format =
                DocumentFormat.of(word)
                        .orElseThrow(() ->
                                new ConfigException(
                                        FORMAT, word, "must be among " + DocumentFormat.words()));
        String user = config.getString(USER).strip();
        Optional<Path> password = HttpSettings.file(config, PASSWORD_FILE);
        Optional<Path> apiKey = HttpSettings.file(config, API_KEY_FILE);
        if (user.isEmpty() == password.isPresent()) {
            throw new ConfigException(USER + " and " + PASSWORD_FILE + " go together");
        }
        if (password.isPresent() && apiKey.isPresent()) {
            throw new ConfigException(USER + " and " + API_KEY_FILE + " exclude each other");
        }
        if (user.indexOf(':') >= 0) {
            throw new ConfigException(USER, user, "has no colon (RFC 7617 section 2)");
        }
        return new OpenSearchConfig(
                HttpSettings.address(config, ENDPOINT, config.getString(ENDPOINT)),
                HttpSettings.of(config),
                user,
                password.or(() -> apiKey),
                index(config.getString(INDEX), format),
                format,
                config.getBoolean(INSTALL_TEMPLATE),
                DeliverySettings.of(config, MAX_DOCUMENT_BYTES, Optional.empty()),
                Selection.of(config),
                format.encoder(
                        new FormatOptions(
                                productVersion, config.getBoolean(INCLUDE_SUBJECT_TOKENS))));
    }

    private static IndexName index(String start, DocumentFormat format) {
        try {
            return new IndexName(start + "-" + format.word());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(INDEX, start, e.getMessage());
        }
    }
}
