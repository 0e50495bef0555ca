import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// A build step: gives the classes of a jar a class file version that the JVM's AOT cache takes,
/// and the stack maps that this version asks for. What the methods do stays as it is.
///
/// picocli is compiled for Java 5 (class file version 49), and the cache leaves out classes older
/// than 50: each start would read and verify two hundred classes one by one, which is more than the
/// work of a short command. A jar without such classes is left alone, so that a second run does
/// nothing.
///
/// usage: `java ModernClasses.java JAR...`
final class ModernClasses {
    /// Java 8, the oldest that javac still writes.
    private static final int LEAST_VERSION = 52;

    /// Long past, and the same in each build.
    private static final FileTime TIME = FileTime.fromMillis(946_728_000_000L);

    private static final String NOTE = "META-INF/CHANGES";
    private static final String NOTE_TEXT =
            "Countersign's build gave the classes of this jar a newer class file version and stack"
                    + " maps, for faster starts; nothing else was changed.\n";

    private ModernClasses() {}

    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            modernise(Path.of(jar));
        }
    }

    private static void modernise(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        // A stack map may name the common superclass of two types.
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.ofResourceParsing(
                                type -> {
                                    String name = type.descriptorString();
                                    byte[] bytes =
                                            entries.get(
                                                    name.substring(1, name.length() - 1)
                                                            + ".class");
                                    return bytes == null ? null : new ByteArrayInputStream(bytes);
                                })
                        .orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile classFile =
                ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        ClassTransform modern =
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(
                                ClassTransform.dropping(
                                        element -> element instanceof ClassFileVersion))
                        .andThen(
                                ClassTransform.endHandler(
                                        builder -> builder.withVersion(LEAST_VERSION, 0)));
        boolean changed = false;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().endsWith(".class")) {
                ClassModel model = classFile.parse(entry.getValue());
                if (model.majorVersion() < LEAST_VERSION) {
                    entry.setValue(classFile.transformClass(model, modern));
                    changed = true;
                }
            }
        }
        if (changed) {
            entries.put(NOTE, NOTE_TEXT.getBytes(StandardCharsets.UTF_8));
            write(jar, entries);
        }
    }

    private static void write(Path jar, Map<String, byte[]> entries) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fresh))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()).setLastModifiedTime(TIME));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
