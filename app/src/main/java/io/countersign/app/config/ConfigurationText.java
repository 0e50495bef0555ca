package io.countersign.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a configuration file, changed by adding to it: comments, order and blanks stay. What
/// comes out has passed [ConfigurationFile]. Does not change; each addition gives a new one.
public final class ConfigurationText {
    private static final String INDENT = "  ";
    private static final Pattern SETTING = Pattern.compile("(\\s*)([A-Za-z0-9-]+)\\s*:(?:\\s.*|$)");

    private final List<String> lines;

    private ConfigurationText(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /// An empty one where there is no file yet.
    public static ConfigurationText read(Path file) throws IOException {
        return Files.exists(file) ? of(Files.readString(file)) : of("");
    }

    static ConfigurationText of(String text) {
        return new ConfigurationText(text.lines().toList());
    }

    /// States a setting of a section, in place of what stands there.
    ///
    /// @throws IllegalArgumentException where the section is written on one line; the message says
    ///   the way out
    public ConfigurationText with(String section, String key, String value) {
        int header = header(section);
        if (header < 0) {
            return appended(List.of(section + ":", INDENT + key + ": " + value));
        }
        String indent = indent(header);
        for (int i = header + 1; i < end(header); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches()
                    && setting.group(1).equals(indent)
                    && setting.group(2).equals(key)) {
                int comment = lines.get(i).indexOf(" #");
                List<String> changed = new ArrayList<>(lines);
                changed.set(
                        i,
                        indent
                                + key
                                + ": "
                                + value
                                + (comment < 0 ? "" : "  " + lines.get(i).substring(comment + 1)));
                return new ConfigurationText(changed);
            }
        }
        return inserted(header, List.of(indent + key + ": " + value));
    }

    /// Adds a named part to a section.
    ///
    /// @param part its settings, a line each, indented as if the name stood at the start of a line
    /// @throws IllegalArgumentException where the name is taken, or the section is written on one
    ///   line
    public ConfigurationText withPart(String section, String name, List<String> part) {
        int header = header(section);
        String indent = header < 0 ? INDENT : indent(header);
        if (header >= 0) {
            for (int i = header + 1; i < end(header); i++) {
                Matcher setting = SETTING.matcher(lines.get(i));
                if (setting.matches()
                        && setting.group(1).equals(indent)
                        && setting.group(2).equals(name)) {
                    throw new IllegalArgumentException(
                            section + "." + name + " is there already: choose another name");
                }
            }
        }
        List<String> added = new ArrayList<>();
        added.add(indent + name + ":");
        part.forEach(line -> added.add(indent + line));
        if (header < 0) {
            added.addFirst(section + ":");
            return appended(added);
        }
        return inserted(header, added);
    }

    private int header(String section) {
        for (int i = 0; i < lines.size(); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches()
                    && setting.group(1).isEmpty()
                    && setting.group(2).equals(section)) {
                String rest =
                        lines.get(i).substring(lines.get(i).indexOf(':') + 1).replaceAll("#.*", "");
                if (!rest.isBlank()) {
                    throw new IllegalArgumentException(
                            section
                                    + " is written on one line: write it over several lines, one setting each, and try again");
                }
                return i;
            }
        }
        return -1;
    }

    /// The first line after the section.
    private int end(int header) {
        int end = header + 1;
        while (end < lines.size()
                && (lines.get(end).isBlank()
                        || lines.get(end).startsWith("#")
                        || Character.isWhitespace(lines.get(end).charAt(0)))) {
            end++;
        }
        return end;
    }

    /// The section's own indentation, that of its first setting.
    private String indent(int header) {
        for (int i = header + 1; i < end(header); i++) {
            Matcher setting = SETTING.matcher(lines.get(i));
            if (setting.matches() && !setting.group(1).isEmpty()) {
                return setting.group(1);
            }
        }
        return INDENT;
    }

    private ConfigurationText inserted(int after, List<String> added) {
        List<String> changed = new ArrayList<>(lines);
        changed.addAll(after + 1, added);
        return new ConfigurationText(changed);
    }

    private ConfigurationText appended(List<String> added) {
        List<String> changed = new ArrayList<>(lines);
        if (!changed.isEmpty() && !changed.getLast().isBlank()) {
            changed.add("");
        }
        changed.addAll(added);
        return new ConfigurationText(changed);
    }

    /// What it says, as it would be written to that file.
    ///
    /// @throws ConfigurationException naming everything that is wrong
    public ConfigurationFile parsed(Path file) {
        return ConfigurationFile.parse(file, toString());
    }

    /// Writes it in one step: a reader sees the old file or the new one.
    ///
    /// @throws ConfigurationException naming everything that is wrong; nothing is written then
    public void write(Path file) throws IOException {
        parsed(file);
        Path target = file.toAbsolutePath();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(fresh, toString());
        if (Files.exists(target)) {
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
        }
        Files.move(
                fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
