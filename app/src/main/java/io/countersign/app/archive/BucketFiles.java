package io.countersign.app.archive;

import io.countersign.ledger.storage.s3.S3Endpoint;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.sinks.archive.CatalogueSettings;
import io.countersign.sinks.archive.TableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// The files of a catalogue's tables below one prefix of a bucket, through the client that the log
/// and the locked record are reached by. A file is there once its stream is closed, whole or not at
/// all. Any thread.
public final class BucketFiles implements TableFiles {
    static final String ENDPOINT = "endpoint";
    static final String REGION = "region";
    static final String PATH_STYLE = "path-style";
    static final String CREDENTIALS = "credentials";

    private static final long serialVersionUID = 1L;

    /// As other programs write the scheme.
    private static final String HADOOP_SCHEME = "s3a://";

    private transient @Nullable S3Client client;
    private String bucket = "";

    /// Ends with a slash; empty where the whole bucket is meant.
    private String prefix = "";

    @Override
    public void initialize(Map<String, String> properties) {
        S3Place place =
                S3Place.parse(properties.getOrDefault(CatalogueSettings.FILES_STORAGE, ""))
                        .orElseThrow(() -> new IllegalArgumentException("no bucket"));
        bucket = place.bucket();
        prefix = place.prefix().isEmpty() ? "" : place.prefix() + "/";
        client =
                new S3Endpoint(
                                Optional.ofNullable(properties.get(ENDPOINT)).map(URI::create),
                                Optional.ofNullable(properties.get(REGION)),
                                Boolean.parseBoolean(properties.get(PATH_STYLE)),
                                Optional.ofNullable(properties.get(CREDENTIALS)).map(Path::of))
                        .patientClient();
    }

    private S3Client client() {
        S3Client open = client;
        if (open == null) {
            throw new IllegalStateException("not initialised");
        }
        return open;
    }

    @Override
    public String canonical(String location) {
        return S3Place.SCHEME + bucket + "/" + key(location);
    }

    private String key(String location) {
        String plain =
                location.startsWith(HADOOP_SCHEME)
                        ? S3Place.SCHEME + location.substring(HADOOP_SCHEME.length())
                        : location;
        String ours = S3Place.SCHEME + bucket + "/" + prefix;
        if (!plain.startsWith(ours)) {
            throw new IllegalArgumentException(
                    "the archive's metadata names a file outside of its storage");
        }
        return prefix + plain.substring(ours.length());
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(this, location, key(location), Optional.empty());
    }

    @Override
    public InputFile newInputFile(String location, long length) {
        return new Input(this, location, key(location), Optional.of(length));
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(this, location, key(location));
    }

    @Override
    public void deleteFile(String location) {
        String key = key(location);
        var _ =
                reached(
                        location,
                        () -> client().deleteObject(delete -> delete.bucket(bucket).key(key)));
    }

    @Override
    public Iterable<FileInfo> listPrefix(String folder) {
        String below = key(folder);
        return reached(
                folder,
                () ->
                        client()
                                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(below))
                                .contents()
                                .stream()
                                .map(object ->
                                        new FileInfo(
                                                S3Place.SCHEME + bucket + "/" + object.key(),
                                                object.size(),
                                                object.lastModified().toEpochMilli()))
                                .toList());
    }

    private static <T> T reached(String location, Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchKeyException e) {
            throw new NotFoundException(e, "a file of the archive is missing: %s", location);
        } catch (SdkException e) {
            throw new UncheckedIOException(new IOException("the store did not do it", e));
        }
    }

    @Override
    public void close() {
        S3Client open = client;
        if (open != null) {
            open.close();
        }
    }

    private record Input(BucketFiles files, String location, String key, Optional<Long> length)
            implements InputFile {
        @Override
        public long getLength() {
            return length.orElseGet(() ->
                    reached(
                                    location,
                                    () ->
                                            files.client()
                                                    .headObject(head ->
                                                            head.bucket(files.bucket).key(key)))
                            .contentLength());
        }

        @Override
        public SeekableInputStream newStream() {
            return new Reading(this, getLength());
        }

        @Override
        public boolean exists() {
            try {
                return getLength() >= 0;
            } catch (NotFoundException _absent) {
                return false;
            }
        }

        /// @param to exclusive
        private byte[] bytes(long from, long to) {
            return reached(
                    location,
                    () ->
                            files.client()
                                    .getObjectAsBytes(get ->
                                            get.bucket(files.bucket)
                                                    .key(key)
                                                    .range("bytes=" + from + "-" + (to - 1)))
                                    .asByteArrayUnsafe());
        }
    }

    /// Reads ahead by a chunk: footers and lists are read in words.
    private static final class Reading extends SeekableInputStream {
        private static final int CHUNK = 1 << 20;

        private final Input input;
        private final long length;
        private long position;
        private byte[] chunk = new byte[0];
        private long chunkAt;

        Reading(Input input, long length) {
            this.input = input;
            this.length = length;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long to) {
            position = to;
        }

        @Override
        public int read() {
            if (!filled(1)) {
                return -1;
            }
            return Byte.toUnsignedInt(chunk[(int) (position++ - chunkAt)]);
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            if (count == 0) {
                return 0;
            }
            if (!filled(count)) {
                return -1;
            }
            int at = (int) (position - chunkAt);
            int read = Math.min(count, chunk.length - at);
            System.arraycopy(chunk, at, target, offset, read);
            position += read;
            return read;
        }

        private boolean filled(int wanted) {
            if (position >= length) {
                return false;
            }
            if (position < chunkAt || position >= chunkAt + chunk.length) {
                chunk = input.bytes(position, Math.min(length, position + Math.max(wanted, CHUNK)));
                chunkAt = position;
            }
            return true;
        }
    }

    private record Output(BucketFiles files, String location, String key) implements OutputFile {
        @Override
        public PositionOutputStream create() {
            return createOrOverwrite();
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            try {
                return new Writing(this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public InputFile toInputFile() {
            return files.newInputFile(location);
        }
    }

    /// Into a file for its owner alone, and from there into the store at the end.
    private static final class Writing extends PositionOutputStream {
        private final Output output;
        private final Path draft;
        private final OutputStream to;
        private long position;
        private boolean closed;

        Writing(Output output) throws IOException {
            this.output = output;
            this.draft = Files.createTempFile("countersign-archive-", ".draft");
            this.to = new BufferedOutputStream(Files.newOutputStream(draft));
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            to.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            to.write(bytes, offset, count);
            position += count;
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (OutputStream _ = to) {
                to.flush();
                BucketFiles files = output.files();
                var _ =
                        reached(
                                output.location(),
                                () ->
                                        files.client()
                                                .putObject(
                                                        put ->
                                                                put.bucket(files.bucket)
                                                                        .key(output.key()),
                                                        RequestBody.fromFile(draft)));
            } finally {
                Files.deleteIfExists(draft);
            }
        }
    }
}
