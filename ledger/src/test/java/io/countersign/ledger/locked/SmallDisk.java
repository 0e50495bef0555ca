package io.countersign.ledger.locked;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// A disk of some megabytes, which is full soon: a tmpfs of its own, where we may mount one.
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mountOrSkip(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder),
                "no tmpfs can be mounted here: the test is skipped");
        return new SmallDisk(folder);
    }

    private static boolean run(Object... words) {
        try {
            return new ProcessBuilder(List.of(words).stream().map(Object::toString).toList())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException _noSuchProgram) {
            return false;
        } catch (InterruptedException _stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    boolean keepsAttributes() throws IOException {
        Path file = Files.createFile(folder.resolve("attributes"));
        try {
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                    .write("user.test", StandardCharsets.US_ASCII.encode("1"));
            return true;
        } catch (IOException _none) {
            return false;
        } finally {
            Files.delete(file);
        }
    }

    /// Lets others take all that is left.
    ///
    /// @return their file
    Path fill() throws IOException {
        Path others = folder.resolve("others");
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(others)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException _full) {
            return others;
        }
    }

    @Override
    public void close() {
        if (!run("umount", folder)) {
            run("umount", "-l", folder);
        }
    }
}
