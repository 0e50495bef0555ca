package io.countersign.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// The records of the files of a zip archive, one file after the other.
final class ZippedRecords implements Records {
    /// Files of one archive.
    private static final int MAX_FILES = 100_000;

    private final ZipInputStream zip;
    private final int level;
    private @Nullable Records records;
    private long number;
    private int files;

    /// @param level how often the archive's files were unpacked, the archive counted
    ZippedRecords(ZipInputStream zip, int level) {
        this.zip = zip;
        this.level = level;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        while (true) {
            Records open = records;
            if (open == null) {
                open = file();
                if (open == null) {
                    return Optional.empty();
                }
                records = open;
            }
            Optional<byte[]> record = open.next();
            if (record.isPresent()) {
                number++;
                return record;
            }
            records = null;
        }
    }

    private @Nullable Records file() throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (++files > MAX_FILES) {
                throw new IOException("an archive of more than " + MAX_FILES + " files");
            }
            if (!entry.isDirectory()) {
                return Shape.open(new Unclosed(zip), level);
            }
        }
        return null;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /// The archive goes on where one of its files ends.
    private static final class Unclosed extends FilterInputStream {
        Unclosed(ZipInputStream zip) {
            super(zip);
        }

        @Override
        public void close() {
            // The archive is closed by whoever opened it.
        }
    }
}
