package io.countersign.app.sink;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/// A setting of a sink under its two names. Connect writes `retry.limit.ms`, the configuration file
/// writes `retry-limit` with a duration; what begins with `select.` or `tls.` stands in a mapping
/// of that name.
///
/// @param name Connect's
/// @param group the mapping of the file that it stands in; "" where it stands in the sink itself
/// @param word the file's, within the group
/// @param type of the value
/// @param required without a default
/// @param standard the default as Connect writes it, "" where there is none
/// @param manual what it does
public record SinkKey(
        String name,
        String group,
        String word,
        ConfigDef.Type type,
        boolean required,
        String standard,
        String manual) {
    private static final Set<String> GROUPS = Set.of("select", "tls");
    private static final String MILLIS = ".ms";
    private static final Pattern PATH = Pattern.compile("(.*[.-])?(files?|directory)");
    private static final Pattern PERMISSIVE =
            Pattern.compile(".*(which-are-phi|without-tls|unverified|insecure).*");

    static SinkKey of(ConfigDef.ConfigKey key) {
        String name = key.name;
        int dot = name.indexOf('.');
        String group =
                dot > 0 && GROUPS.contains(name.substring(0, dot)) ? name.substring(0, dot) : "";
        String rest = group.isEmpty() ? name : name.substring(dot + 1);
        String word =
                rest.endsWith(MILLIS) ? rest.substring(0, rest.length() - MILLIS.length()) : rest;
        return new SinkKey(
                name,
                group,
                word.replace('.', '-').replace('_', '-'),
                key.type(),
                !key.hasDefault(),
                standard(key),
                key.documentation);
    }

    private static String standard(ConfigDef.ConfigKey key) {
        Object standard = key.hasDefault() ? key.defaultValue : null;
        if (standard == null) {
            return "";
        }
        return standard instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(standard);
    }

    /// Where it stands below the sink.
    public String path() {
        return group.isEmpty() ? word : group + "." + word;
    }

    /// Written as a duration in the file and as milliseconds for Connect.
    public boolean isDuration() {
        return name.endsWith(MILLIS);
    }

    /// Names files or a folder: relative ones count from the configuration's directory.
    public boolean isPath() {
        return PATH.matcher(word).matches();
    }

    /// True is a permission that has to be logged and chained.
    public boolean isPermissive() {
        return type == ConfigDef.Type.BOOLEAN && PERMISSIVE.matcher(word).matches();
    }
}
