package io.countersign.app.patients;

import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The patient index that the stream asks, opened anew where its file was replaced. A file that
/// cannot be used leaves the one before in force, which says itself when it is stale. For any
/// thread.
public final class PatientIndexInForce implements Supplier<Optional<PatientIndex>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PatientIndexInForce.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final Path file;
    private final PatientKeys keys;
    private final AtomicReference<PatientIndex> current;
    private final ScheduledExecutorService watcher;
    private Object seen;

    private PatientIndexInForce(Path file, PatientKeys keys, PatientIndex first, Object seen) {
        this.file = file;
        this.keys = keys;
        this.current = new AtomicReference<>(first);
        this.seen = seen;
        this.watcher =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("patient-index").factory());
    }

    /// @throws IOException where there is no such file, or it is no index of this key: a start with
    ///   a patient index that is not there is refused
    public static PatientIndexInForce watch(Path file, PatientKeys keys) throws IOException {
        Object seen = version(file);
        try {
            PatientIndexInForce inForce =
                    new PatientIndexInForce(file, keys, PatientIndexFile.open(file, keys), seen);
            LOG.info("patient index in force: {}", inForce.current.get());
            long millis = LOOK_EVERY.toMillis();
            Future<?> _ =
                    inForce.watcher.scheduleWithFixedDelay(
                            inForce::look, millis, millis, TimeUnit.MILLISECONDS);
            return inForce;
        } catch (InvalidPatientIndexException e) {
            throw new UnusablePatientIndexException(file, String.valueOf(e.getMessage()));
        }
    }

    private static Object version(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + key;
    }

    /// Looks whether the file is another one.
    void look() {
        try {
            Object found = version(file);
            if (found.equals(seen)) {
                return;
            }
            seen = found;
            current.set(PatientIndexFile.open(file, keys));
            LOG.info("patient index in force: {}", current.get());
        } catch (IOException | InvalidPatientIndexException e) {
            LOG.warn(
                    "the new patient index cannot be used, the one before stays in force: exception={}",
                    e.getClass().getName());
        }
    }

    @Override
    public Optional<PatientIndex> get() {
        return Optional.of(Objects.requireNonNull(current.get()));
    }

    @Override
    public void close() {
        watcher.shutdownNow();
    }
}
