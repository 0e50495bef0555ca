package io.countersign.sinks.siem.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Secrets as an operator leaves them: in place at once, for their owner only.
public final class SecretFiles {
    private SecretFiles() {}

    public static void write(Path file, String secret) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.createFile(
                draft,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, secret + "\n", StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
