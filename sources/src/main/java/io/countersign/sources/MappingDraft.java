package io.countersign.sources;

import io.countersign.sources.Mapping.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The start of a mapping for a source of which only the names are known: what a name most often
/// means becomes a field, everything else is listed for whoever knows the source.
public final class MappingDraft {
    private static final int MARKS = 3;
    private static final int MAX_LISTED = 300;

    /// What programs call these values, letters and digits in lower case, the likelier first.
    private static final Map<Field, List<String>> WORDS = words();

    /// A name that any log has tells no format from another.
    private static final Set<String> COMMON =
            Set.of(
                    "time",
                    "timestamp",
                    "ts",
                    "date",
                    "id",
                    "user",
                    "host",
                    "level",
                    "message",
                    "msg",
                    "type",
                    "status",
                    "name",
                    "version",
                    "url",
                    "method",
                    "event");

    private final String name;
    private final Mapping.Syntax syntax;
    private final Map<String, Long> keys;
    private final long records;
    private final Map<Field, List<String>> fields = new EnumMap<>(Field.class);

    /// @param name of the format to be
    /// @param keys how many records have each name
    /// @param records how many there are
    public MappingDraft(String name, Mapping.Syntax syntax, Map<String, Long> keys, long records) {
        this.name = name;
        this.syntax = syntax;
        this.keys = Map.copyOf(keys);
        this.records = records;
        guess();
    }

    private static Map<Field, List<String>> words() {
        Map<Field, List<String>> words = new EnumMap<>(Field.class);
        words.put(
                Field.TIME,
                List.of(
                        "timestamp",
                        "time",
                        "datetime",
                        "eventtime",
                        "starttime",
                        "startedat",
                        "createdat",
                        "ts",
                        "at",
                        "date",
                        "epoch"));
        words.put(Field.END_TIME, List.of("endtime", "finishedat", "endedat"));
        words.put(
                Field.USER,
                List.of(
                        "useremail",
                        "username",
                        "user",
                        "email",
                        "mail",
                        "login",
                        "upn",
                        "userid",
                        "account",
                        "actor",
                        "principal",
                        "employee",
                        "who"));
        words.put(
                Field.DEVICE,
                List.of(
                        "devicename",
                        "device",
                        "workstation",
                        "computer",
                        "clienthostname",
                        "machine"));
        words.put(
                Field.SOURCE_IP,
                List.of(
                        "clientip",
                        "sourceip",
                        "srcip",
                        "remoteaddr",
                        "src",
                        "userip",
                        "remoteip",
                        "cip",
                        "ip",
                        "client"));
        words.put(Field.URL, List.of("url", "uri", "requesturl", "targeturl", "target"));
        words.put(
                Field.HOST,
                List.of(
                        "destinationhost",
                        "desthost",
                        "dsthost",
                        "dhost",
                        "hostname",
                        "domain",
                        "authority",
                        "host",
                        "server",
                        "upstream"));
        words.put(Field.PATH, List.of("path", "requestpath", "uripath", "endpoint"));
        words.put(Field.METHOD, List.of("method", "httpmethod", "requestmethod", "verb"));
        words.put(
                Field.STATUS,
                List.of("status", "statuscode", "httpstatus", "responsecode", "code"));
        words.put(
                Field.BYTES_UP,
                List.of(
                        "bytesup",
                        "requestbytes",
                        "requestsize",
                        "bytessent",
                        "sentbytes",
                        "sentbyte",
                        "reqbytes",
                        "upload",
                        "bytesout",
                        "sent"));
        words.put(
                Field.BYTES_DOWN,
                List.of(
                        "bytesdown",
                        "responsebytes",
                        "responsesize",
                        "bytesreceived",
                        "rcvdbyte",
                        "respbytes",
                        "download",
                        "bytesin",
                        "received"));
        words.put(Field.ACTION, List.of("action", "verdict", "decision", "disposition"));
        words.put(Field.USER_AGENT, List.of("useragent", "agent", "ua"));
        words.put(Field.CONTENT_TYPE, List.of("contenttype", "mimetype"));
        words.put(
                Field.APPLICATION, List.of("application", "app", "appname", "service", "product"));
        words.put(Field.PROVIDER, List.of("provider", "vendor", "llmprovider"));
        words.put(Field.MODEL, List.of("model", "modelname", "modelid", "deployment"));
        words.put(Field.INPUT_TOKENS, List.of("inputtokens", "prompttokens", "tokensin"));
        words.put(Field.OUTPUT_TOKENS, List.of("outputtokens", "completiontokens", "tokensout"));
        words.put(Field.ACCOUNT_ID, List.of("accountid", "orgid", "organizationid", "tenantid"));
        words.put(
                Field.TRANSACTION_ID,
                List.of("transactionid", "requestid", "traceid", "correlationid"));
        words.put(
                Field.PROMPT,
                List.of(
                        "prompt",
                        "prompttext",
                        "question",
                        "input",
                        "query",
                        "usermessage",
                        "requestbody",
                        "content",
                        "text",
                        "messages",
                        "message"));
        words.put(
                Field.RESPONSE,
                List.of(
                        "response",
                        "answer",
                        "completion",
                        "output",
                        "reply",
                        "responsebody",
                        "responsetext"));
        words.put(Field.FILE_NAME, List.of("filename", "file", "attachment", "document"));
        words.put(Field.REFERER, List.of("referer", "referrer"));
        return words;
    }

    private void guess() {
        Map<String, List<String>> byWord = new HashMap<>();
        for (String key : new TreeSet<>(keys.keySet())) {
            byWord.computeIfAbsent(word(key), _ -> new ArrayList<>()).add(key);
        }
        WORDS.forEach((field, words) -> {
            List<String> paths = new ArrayList<>();
            for (String word : words) {
                paths.addAll(byWord.getOrDefault(word, List.of()));
            }
            if (!paths.isEmpty()) {
                fields.put(field, List.copyOf(paths));
            }
        });
    }

    /// The last name of a path that is not a list's element.
    private static String word(String path) {
        String[] names = path.split("\\.", -1);
        String last = "";
        for (String one : names) {
            last = one.equals("*") ? last : one;
        }
        return last.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /// How many of the names have a field.
    public int guessed() {
        return (int) fields.values().stream().flatMap(Collection::stream).distinct().count();
    }

    /// The file, which [MappingYaml] accepts: the guesses, and the rest as comments.
    public String yaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("# Begun from ")
                .append(records)
                .append(" records; each field is a guess by a name.\n");
        yaml.append("# docs/guides/mappings.md says what else can stand here.\n");
        yaml.append("name: ").append(name).append('\n');
        yaml.append("syntax: ")
                .append(syntax == Mapping.Syntax.JSON ? "json" : "key-value")
                .append('\n');
        yaml.append("marks: ").append(list(marks())).append('\n');
        yaml.append("timeZone: UTC            # of times without one\n");
        yaml.append("fields:\n");
        fields.forEach((field, paths) ->
                yaml.append("  ")
                        .append(field.key())
                        .append(": ")
                        .append(list(paths))
                        .append('\n'));
        if (fields.isEmpty()) {
            yaml.setLength(yaml.length() - "fields:\n".length());
        }
        boolean placed =
                fields.containsKey(Field.HOST)
                        || fields.containsKey(Field.URL)
                        || fields.containsKey(Field.APPLICATION)
                        || fields.containsKey(Field.PROVIDER);
        if (!placed) {
            yaml.append("constants:\n  application: ")
                    .append(name)
                    .append("   # no name tells where it went: say it here, or destinationHost\n");
        }
        others(yaml);
        return yaml.toString();
    }

    private void others(StringBuilder yaml) {
        Set<String> used = new TreeSet<>();
        fields.values().forEach(used::addAll);
        List<String> others =
                keys.keySet().stream()
                        .filter(key -> !used.contains(key))
                        .sorted(
                                Comparator.comparing((String key) -> keys.getOrDefault(key, 0L))
                                        .reversed()
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(MAX_LISTED)
                        .toList();
        if (!others.isEmpty()) {
            yaml.append(
                    "# Inspected as text until a field takes them, or pass, which inspects nothing:\n");
            others.forEach(key ->
                    yaml.append("#   ")
                            .append(key)
                            .append("  (")
                            .append(keys.get(key))
                            .append(")\n"));
        }
    }

    /// The names at the top that most records have and few other sources do.
    private List<String> marks() {
        Map<String, Long> tops = new HashMap<>();
        keys.forEach((key, count) -> {
            int dot = key.indexOf('.');
            String top = dot < 0 ? key : key.substring(0, dot);
            if (!top.equals("*")) {
                tops.merge(top, count, Math::max);
            }
        });
        return tops.keySet().stream()
                .sorted(
                        Comparator.comparing((String top) -> COMMON.contains(word(top)))
                                .thenComparing(
                                        (String top) -> tops.getOrDefault(top, 0L),
                                        Comparator.reverseOrder())
                                .thenComparing(Comparator.naturalOrder()))
                .limit(MARKS)
                .toList();
    }

    private static String list(List<String> texts) {
        StringBuilder list = new StringBuilder("[");
        for (String text : texts) {
            list.append(list.length() > 1 ? ", " : "").append('"').append(text).append('"');
        }
        return list.append(']').toString();
    }
}
