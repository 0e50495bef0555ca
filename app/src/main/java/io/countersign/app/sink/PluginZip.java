package io.countersign.app.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// The sinks as a plugin for a Connect cluster of others: a zip in the layout of Confluent Hub,
/// with a `manifest.json` and the jars under `lib/`. A worker loads it in a class loader of its
/// own, so that it has what the sinks need and nothing of Kafka, Connect or SLF4J, which the worker
/// gives.
public final class PluginZip {
    /// Beginnings of the names of the jars that go in.
    private static final List<String> JARS =
            List.of(
                    "countersign-schemas",
                    "countersign-audit",
                    "countersign-sinks",
                    "avro-1",
                    "bcpkix-",
                    "bcprov-",
                    "bcutil-",
                    "commons-codec-",
                    "commons-compress-",
                    "commons-io-",
                    "commons-lang3-",
                    "jackson-annotations-",
                    "jackson-core-",
                    "jackson-databind-",
                    "jspecify-");

    /// What each room's classes hold, where the class path has folders in place of jars.
    private static final List<String> ROOMS = List.of("schemas", "audit", "sinks");

    /// The archive is written by the program that brings Iceberg and runs this connector itself: a
    /// worker that looks at each class would find a connector that it cannot run.
    private static final String LEFT_OUT = "io/countersign/sinks/archive/";

    private PluginZip() {}

    /// @param version of the software
    /// @param classPath of this program
    /// @throws IOException where it can't be written, or the class path lacks one of the rooms
    public static void write(Path zip, String version, List<Path> classPath) throws IOException {
        String root = "countersign-connect-sinks-" + version + "/";
        List<String> rooms = new ArrayList<>();
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(root + "manifest.json"));
            out.write(manifest(version));
            out.closeEntry();
            for (Path part : classPath) {
                Optional<String> room = room(part);
                if (room.isPresent() && Files.isDirectory(part)) {
                    out.putNextEntry(new ZipEntry(root + "lib/countersign-" + room.get() + ".jar"));
                    jar(part, out);
                    out.closeEntry();
                } else if (Files.isRegularFile(part) && isTaken(part)) {
                    out.putNextEntry(new ZipEntry(root + "lib/" + part.getFileName()));
                    if (room.isPresent()) {
                        copy(part, out);
                    } else {
                        Files.copy(part, out);
                    }
                    out.closeEntry();
                }
                room.ifPresent(rooms::add);
            }
        }
        if (!rooms.containsAll(ROOMS)) {
            Files.delete(zip);
            throw new IOException("the class path lacks a room of the sinks");
        }
    }

    private static boolean isTaken(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return JARS.stream().anyMatch(name::startsWith);
    }

    /// Which of the sinks' rooms a part of the class path is.
    private static Optional<String> room(Path part) {
        String name = String.valueOf(part.getFileName());
        return ROOMS.stream()
                .filter(room ->
                        Files.isDirectory(part)
                                ? Files.isDirectory(part.resolve("io/countersign/" + room))
                                : name.startsWith("countersign-" + room))
                .findFirst();
    }

    private static void jar(Path folder, OutputStream to) throws IOException {
        ZipOutputStream jar = new ZipOutputStream(to);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.startsWith(LEFT_OUT)) {
                    jar.putNextEntry(new ZipEntry(name));
                    Files.copy(file, jar);
                    jar.closeEntry();
                }
            }
        }
        // Not closed: the zip around it goes on.
        jar.finish();
    }

    private static void copy(Path room, OutputStream to) throws IOException {
        ZipOutputStream jar = new ZipOutputStream(to);
        try (ZipInputStream from = new ZipInputStream(Files.newInputStream(room))) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                if (!entry.getName().startsWith(LEFT_OUT)) {
                    jar.putNextEntry(new ZipEntry(entry.getName()));
                    from.transferTo(jar);
                    jar.closeEntry();
                }
            }
        }
        jar.finish();
    }

    private static byte[] manifest(String version) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode manifest = mapper.createObjectNode();
        manifest.put("name", "connect-sinks");
        manifest.put("version", version);
        manifest.put("title", "Countersign sinks");
        manifest.put(
                "description",
                "Audit entries and alerts of Countersign to SIEMs: " + SinkType.names());
        manifest.putObject("owner").put("username", "countersign").put("name", "Countersign");
        manifest.putArray("component_types").add("sink");
        manifest.putArray("tags").add("siem").add("audit").add("ocsf");
        manifest.putObject("features")
                .put("kafka_connect_api", true)
                .put("single_message_transforms", false)
                .putArray("delivery_guarantee")
                .add("at_least_once");
        manifest.putArray("license")
                .addObject()
                .put("name", "Apache License 2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    }
}
