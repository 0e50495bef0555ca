package io.countersign.audit.locked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `docs/spec/manifest.md`.
class ManifestSpecificationIsExecutedTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "spec", "manifest.md");
    private static final String ORIGIN = "example.org/countersign";
    private static final Ed25519NoteSigner SIGNER = new Ed25519NoteSigner(ORIGIN, filled(7));

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static ManifestPage page() {
        Instant until = Instant.parse("2032-12-31T00:00:00Z");
        return new ManifestPage(
                ORIGIN,
                1,
                Sha256.copyOf(filled(1)),
                Instant.parse("2026-11-27T03:00:00Z"),
                List.of(
                        new LockedTree(
                                ORIGIN,
                                new TreeSize(512),
                                Sha256.copyOf(filled(2)),
                                new TreeSize(530),
                                new TreeSize(300),
                                new TreeSize(256))),
                List.of(
                        new ManifestLine.Stored(
                                "log/tile/entries/001",
                                "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
                                Sha256.copyOf(filled(3)),
                                90_000,
                                until),
                        new ManifestLine.Held(
                                "log/tile/entries/001",
                                "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
                                "hold:case-17"),
                        new ManifestLine.Longer("log/tile/entries/000", "-", until),
                        new ManifestLine.Freed("log/tile/entries/000", "-", "case:2026-014"),
                        new ManifestLine.Disposed(
                                "evidence-kek-2020q1", 12, Sha256.copyOf(filled(4)))));
    }

    @Test
    void theExampleIsWhatIsWritten() throws Exception {
        String page = new String(page().sign(List.of(SIGNER)), StandardCharsets.UTF_8);
        if (Boolean.getBoolean("countersign.write-docs")) {
            String document = Files.readString(DOCUMENT);
            int from = document.lastIndexOf("\n```\n", document.length() - 6) + 5;
            Files.writeString(DOCUMENT, document.substring(0, from) + page + "```\n");
        }
        assertThat(Files.readString(DOCUMENT)).endsWith("```\n" + page + "```\n");
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        assertThat(ManifestPage.parse(bytes)).isEqualTo(page());
        assertThat(ManifestPage.isSigned(bytes, List.of(NoteVerifier.of(SIGNER.verifierKey()))))
                .isTrue();
        Ed25519NoteSigner other = new Ed25519NoteSigner(ORIGIN, filled(8));
        assertThat(ManifestPage.isSigned(bytes, List.of(NoteVerifier.of(other.verifierKey()))))
                .isFalse();
        // A trusted key of another name vouches for no page.
        Ed25519NoteSigner named = SIGNER.named("example.org/elsewhere");
        assertThat(
                        ManifestPage.isSigned(
                                page().sign(List.of(named)),
                                List.of(NoteVerifier.of(named.verifierKey()))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page 1 | page 01",
                "page 1 | page -1",
                "512 | 0512",
                "512 | 600",
                "2032-12-31T00:00:00Z | 2032-12-31T00:00:00.5Z",
                "2026-11-27T03:00:00Z | 2026-11-27T03:00Z",
                "log/tile/entries/001 | log/../../etc/passwd",
                "log/tile/entries/001 | /log/tile/entries/001",
                "stored | Stored",
                "90000 | -90000",
                "hold:case-17 | case-17",
                "installation | tenant",
                "300 256 | 300 0",
                "300 256 | 300 513",
                "300 256 | 300 256 256",
                "disposed evidence-kek-2020q1 12 | disposed evidence-kek-2020q1 0",
                "disposed evidence-kek-2020q1 12 | disposed policy 12",
                "countersign-manifest/1 | countersign-manifest/2"
            })
    void anotherSpellingIsNoPage(String was, String is) {
        String text =
                new String(page().sign(List.of(SIGNER)), StandardCharsets.UTF_8).replace(was, is);
        assertThatThrownBy(() -> ManifestPage.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedNoteException.class);
    }
}
