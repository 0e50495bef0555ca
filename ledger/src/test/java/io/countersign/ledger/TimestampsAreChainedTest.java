package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.Check;
import io.countersign.audit.verify.CheckCode;
import io.countersign.audit.verify.CheckVerdict;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.audit.verify.TimestampEvidence;
import io.countersign.audit.verify.TimestampFiles;
import io.countersign.ledger.storage.DirectoryLogStorage;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint is stamped by an authority of OpenSSL's; token and entry hold together, and what is
/// changed about them shows. Where there is no authority the log says so itself.
class TimestampsAreChainedTest {
    @TempDir Path folder;
    @TempDir Path authority;

    private final Workbench bench = new Workbench();

    @BeforeEach
    void someEntries() {
        bench.topic.write(0, 10);
    }

    @Test
    void aStampedLogVerifiesAndOpensslAgrees() throws Exception {
        try (LocalTsa tsa = LocalTsa.startOrSkip(authority)) {
            sealUntilStamped(tsa.address());
            Check check = verify(tsa, "ca.pem");
            assertThat(check.verdict()).isEqualTo(CheckVerdict.PASSED);
            assertThat(check.sentence()).startsWith("1 time stamps, the last of 20");
            assertThat(tsa.verifies(file(".checkpoint"), file(".tsr"))).isTrue();
        }
    }

    @Test
    void anAuthorityThatIsNotTrustedIsRefusedAndNoneIsSaid() throws Exception {
        try (LocalTsa tsa = LocalTsa.startOrSkip(authority)) {
            sealUntilStamped(tsa.address());
            assertThat(verify(tsa, "other-ca.pem").sentence())
                    .startsWith("No path leads from the token's certificate");
            Check unknown =
                    report(new TimestampEvidence(files(), List.of()))
                            .check(CheckCode.TIMESTAMP_TOKENS);
            assertThat(unknown.verdict()).isEqualTo(CheckVerdict.NOT_CHECKED);
            assertThat(unknown.sentence()).contains("whom to trust about time was not said");
        }
    }

    /// Case 27 of the tamper suite.
    @Test
    void aTokenOfAnotherCheckpointIsRefused() throws Exception {
        try (LocalTsa tsa = LocalTsa.startOrSkip(authority)) {
            sealUntilStamped(tsa.address());
            byte[] other = Files.readAllBytes(folder.resolve("log/checkpoint"));
            assertThat(other).isNotEqualTo(Files.readAllBytes(file(".checkpoint")));
            Files.write(file(".checkpoint"), other);
            assertThat(verify(tsa, "ca.pem").sentence())
                    .isEqualTo("The files of this time stamp are not those that the log names.");
            assertThat(tsa.verifies(file(".checkpoint"), file(".tsr"))).isFalse();
        }
    }

    @Test
    void eachChangedByteAndEachMissingFileShows() throws Exception {
        try (LocalTsa tsa = LocalTsa.startOrSkip(authority)) {
            sealUntilStamped(tsa.address());
            Path response = file(".tsr");
            byte[] good = Files.readAllBytes(response);
            for (int i = 0; i < good.length; i += 97) {
                byte[] changed = good.clone();
                changed[i] ^= 1;
                Files.write(response, changed);
                assertThat(verify(tsa, "ca.pem").verdict()).isEqualTo(CheckVerdict.FAILED);
            }
            Files.delete(response);
            assertThat(verify(tsa, "ca.pem").sentence())
                    .startsWith("The files of this time stamp are missing");
        }
    }

    @Test
    void withoutAnAuthorityTheLogSaysSinceWhen() throws Exception {
        // Nobody listens on the discard port of loopback.
        sealUntilStamped(URI.create("http://127.0.0.1:9/"));
        Report report = report(new TimestampEvidence(files(), List.of()));
        assertThat(report.conclusion()).isEqualTo(Conclusion.AUTHENTIC);
        assertThat(report.check(CheckCode.TIMESTAMP_TOKENS).verdict())
                .isEqualTo(CheckVerdict.NOT_CHECKED);
        assertThat(report.check(CheckCode.TIMESTAMP_TOKENS).sentence())
                .startsWith("The log is without time stamp since 20");
    }

    /// Runs a ledger until an entry about time stands in a sealed log.
    private void sealUntilStamped(URI address) throws Exception {
        try (MockProducer<byte[], byte[]> producer =
                        new MockProducer<>(
                                true, null, new ByteArraySerializer(), new ByteArraySerializer());
                Ledger ledger = ledger(producer, address)) {
            ledger.start();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!isStamped()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(100);
            }
        }
    }

    private Ledger ledger(MockProducer<byte[], byte[]> producer, URI address) throws IOException {
        return new Ledger(
                DirectoryLogStorage.open(folder),
                bench.topic::delivering,
                () -> producer,
                BundledSchemas.get(),
                bench.settings,
                InstantSource.system(),
                new SecureRandom(),
                new LedgerListener() {},
                Optional.of(
                        new Timestamping(
                                new TimestampAuthority(address),
                                Duration.ofHours(1),
                                InstantSource.system(),
                                new SecureRandom())),
                Optional.empty());
    }

    private boolean isStamped() throws IOException {
        return Files.exists(folder.resolve("log/checkpoint"))
                && !report(new TimestampEvidence(files(), List.of()))
                        .check(CheckCode.TIMESTAMP_TOKENS)
                        .sentence()
                        .startsWith("The log holds no time stamps");
    }

    private TimestampFiles files() {
        return new TimestampFiles(folder.resolve("log.timestamps"));
    }

    private Path file(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("log.timestamps"))) {
            return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
        }
    }

    private Check verify(LocalTsa tsa, String certificate) throws Exception {
        try (InputStream in = Files.newInputStream(tsa.certificate(certificate))) {
            X509Certificate anchor =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            return report(new TimestampEvidence(files(), List.of(anchor)))
                    .check(CheckCode.TIMESTAMP_TOKENS);
        }
    }

    private Report report(TimestampEvidence evidence) throws IOException {
        return LogVerifier.verify(
                new DirectoryTileSource(folder.resolve("log")),
                Request.trusting(new VerifierKeys(List.of(bench.signer.verifierKey())))
                        .withTimestamps(evidence),
                io.countersign.audit.verify.Progress.NONE);
    }
}
