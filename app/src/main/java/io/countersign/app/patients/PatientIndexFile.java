package io.countersign.app.patients;

import io.countersign.app.keys.KeyRing;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.patients.PatientKeys;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;

/// The file of the patient index.
public final class PatientIndexFile {
    private static final int BUFFER = 1 << 20;
    private static final int UNIQUE_BYTES = 16;

    private PatientIndexFile() {}

    public static PatientKeys keys(TokenKeys tokens) {
        return new PatientKeys(tokens.patientIndexKey());
    }

    /// Maps the file and checks all of it. A file that is replaced afterwards stays what it was
    /// here; the mapping goes when nobody uses the index any more.
    public static PatientIndex open(Path file, PatientKeys keys)
            throws IOException, InvalidPatientIndexException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
            return PatientIndex.open(bytes, keys);
        }
    }

    /// Writes beside the place and moves it there: a reader sees the old file or the new one. Only
    /// its owner may read it.
    public static void write(Path file, PatientIndexBuilder index, Instant exported)
            throws IOException {
        KeyRing.ownerOnlyFolder(file);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        Path draft =
                Files.createTempFile(
                        folder,
                        ".patient-index-",
                        ".draft",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            byte[] unique = new byte[UNIQUE_BYTES];
            new SecureRandom().nextBytes(unique);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
                index.write(out, exported, unique);
                out.flush();
                channel.force(true);
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
