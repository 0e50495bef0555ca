package io.countersign.sources;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// How a record of a format that has no parser of its own is read: which of its values is what. It
/// is what a mapping file says ([MappingYaml]); [MappedFormat] reads records by it.
///
/// A path is the names of nested JSON members with dots between, `*` standing for any one name;
/// with key=value lines it is a key. Of several paths the first that has a value counts; for texts,
/// all count.
///
/// @param name of the format, as in `--format` and the `source-format` header
/// @param syntax how a record is written
/// @param marks names by which a record is recognised, at the top or in an object at the top; three
///   of them, or all where there are fewer, must be there
/// @param fields paths by field
/// @param constants what a field says where no path has a value
/// @param hints paths by the kind of account hint
/// @param passed paths that say nothing of anybody; everything else that is not mapped is inspected
///   as text
/// @param timeBasis what the time stamp means
/// @param timeFormat how a time is written where it is none of the usual forms
/// @param zone of times without one
/// @param identity how the source established the user
public record Mapping(
        String name,
        Syntax syntax,
        Set<String> marks,
        Map<Field, List<String>> fields,
        Map<Field, String> constants,
        Map<AccountHint.Kind, List<String>> hints,
        List<String> passed,
        Event.TimeBasis timeBasis,
        Optional<DateTimeFormatter> timeFormat,
        ZoneId zone,
        Event.IdentityBasis identity) {
    /// How a record is written.
    public enum Syntax {
        /// One JSON object.
        JSON,
        /// `key=value`, blanks, commas or tabs between, values in quotes where they hold any.
        KEY_VALUE
    }

    /// What a value can be. The names in a file are those of `docs/coverage.md`.
    public enum Field {
        TIME("time"),
        END_TIME("endTime"),
        USER("user"),
        DEVICE("device"),
        SOURCE_IP("sourceIp"),
        URL("url"),
        HOST("destinationHost"),
        PATH("path"),
        METHOD("method"),
        STATUS("status"),
        BYTES_UP("bytesUp"),
        BYTES_DOWN("bytesDown"),
        ACTION("action"),
        USER_AGENT("userAgent"),
        CONTENT_TYPE("contentType"),
        APPLICATION("application"),
        /// A vendor of models by a gateway's word for it; its well-known host stands in where the
        /// record names none.
        PROVIDER("provider"),
        MODEL("model"),
        INPUT_TOKENS("inputTokens"),
        OUTPUT_TOKENS("outputTokens"),
        ACCOUNT_ID("accountId"),
        TRANSACTION_ID("transactionId"),
        PROMPT("prompt"),
        RESPONSE("response"),
        FILE_NAME("fileName"),
        DEPARTMENT("department"),
        /// The source's own word for what the person did. The words by which CASBs say that a file
        /// came down count; others say nothing.
        ACTIVITY("activity"),
        REFERER("referer");

        private final String key;

        Field(String key) {
            this.key = key;
        }

        /// The name in a mapping file.
        public String key() {
            return key;
        }
    }

    private static final Set<Field> PLACES =
            Set.of(Field.HOST, Field.URL, Field.APPLICATION, Field.PROVIDER);

    /// The paths of one mapping, so that a record costs a bounded number of comparisons.
    public static final int MAX_PATHS = 400;

    public Mapping {
        Objects.requireNonNull(syntax, "syntax");
        Objects.requireNonNull(timeBasis, "timeBasis");
        Objects.requireNonNull(timeFormat, "timeFormat");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(identity, "identity");
        if (!name.matches("[a-z][a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "name: small letters, digits and hyphens, beginning with a letter");
        }
        marks = Set.copyOf(marks);
        fields = Map.copyOf(fields);
        constants = Map.copyOf(constants);
        hints = Map.copyOf(hints);
        passed = List.copyOf(passed);
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("marks: at least one name");
        }
        Set<Field> told = new HashSet<>(fields.keySet());
        told.addAll(constants.keySet());
        boolean placed = PLACES.stream().anyMatch(told::contains);
        if (!placed) {
            throw new IllegalArgumentException(
                    "fields: one of destinationHost, url, application and provider");
        }
        int paths = passed.size();
        for (List<String> of : fields.values()) {
            paths += of.size();
        }
        for (List<String> of : hints.values()) {
            paths += of.size();
        }
        if (paths > MAX_PATHS) {
            throw new IllegalArgumentException("more than " + MAX_PATHS + " paths");
        }
    }
}
