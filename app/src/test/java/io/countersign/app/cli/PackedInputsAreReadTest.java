package io.countersign.app.cli;

import static io.countersign.app.cli.Sentence.countersign;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is packed or in another charset is read as the text that it is, bombs and damage are
/// reported, and nothing throws.
class PackedInputsAreReadTest {
    private static final String NOTE =
            "Visit note\nPatient: Zoë Roe, MRN: 00123456, diagnosed with diabetes.\n";

    @TempDir Path directory;

    @Test
    void gzipOfSeveralMembersAndZstandardAreUnpacked() throws IOException {
        byte[] members = joined(gzip(utf8("Nothing to see.\n")), gzip(utf8(NOTE)));
        byte[] frames = joined(Zstd.compress(utf8("Nothing to see.\n")), Zstd.compress(utf8(NOTE)));
        for (Path file : new Path[] {file("a.gz", members), file("a.zst", frames)}) {
            countersign("scan", "--json", file.toString())
                    .exits(ExitCode.FOUND)
                    .says("\"type\":\"MRN\"", "\"line\":3", "\"inspected\":\"FULL\"")
                    .saysNot("00123456");
        }
    }

    @Test
    void theFilesOfArchivesAreNamedAlsoWithinEachOther() throws IOException {
        byte[] inner = zip("notes/\u001Ba.txt", utf8(NOTE), "empty/", new byte[0]);
        Path file = file("outer.zip", zip("inner.zip", inner, "b.txt.gz", gzip(utf8("Fine.\n"))));
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says(
                        "outer.zip!/inner.zip!/notes/<U+1B>a.txt: PHI",
                        "outer.zip!/b.txt.gz: no PHI",
                        "2 files");
    }

    @Test
    void archivesTooDeepAreNotInspectedAndSaySo() throws IOException {
        byte[] deep = utf8(NOTE);
        for (int i = 0; i < 4; i++) {
            deep = gzip(deep);
        }
        Path file = file("deep.gz", deep);
        countersign("scan", "--json", file.toString())
                .exits(ExitCode.CLEAN)
                .says(
                        "\"phi\":null",
                        "\"inspected\":\"NOT_INSPECTED\",\"inspectedReason\":\"NESTING_LIMIT\"");
        countersign("scan", "--fail-on", "not-inspected", file.toString())
                .exits(ExitCode.REJECTED)
                .says("skipped (NESTING_LIMIT)");
    }

    @Test
    void aBinaryBombInAnArchiveIsNotUnpackedToItsEnd() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = zipped(bomb)) {
            for (int i = 0; i < 400; i++) {
                out.write(zeros);
            }
        }
        Path file = file("zeros.zip", bomb.toByteArray());
        countersign("scan", file.toString())
                .exits(ExitCode.REJECTED)
                .complains("unpacks to more than 200 times its size, the rest is not scanned");
    }

    @Test
    void whatIsDamagedIsReadAsFarAsItGoesAndNamed() throws IOException {
        byte[] packed = gzip(utf8(NOTE.repeat(3000)));
        Path cut = file("cut.gz", Arrays.copyOf(packed, packed.length - 12));
        countersign("scan", cut.toString())
                .exits(ExitCode.FOUND)
                .says("PHI", "PARTIAL (READ_FAILED)")
                .complains("breaks off while being read");
        countersign("scan", "--jsonl", cut.toString())
                .exits(ExitCode.REJECTED)
                .complains("breaks off while being read");

        byte[] archive = zip("a.txt", utf8(NOTE), "b.txt", utf8(NOTE));
        byte[] encrypted = archive.clone();
        encrypted[6] |= 1; // general purpose flag, bit 0
        countersign("scan", file("encrypted.zip", encrypted).toString())
                .exits(ExitCode.REJECTED)
                .complains("is encrypted or damaged, the rest is not scanned");
        countersign("scan", file("short.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0}).toString())
                .exits(ExitCode.REJECTED)
                .complains("is damaged");
        countersign("scan", file("short.zip", Arrays.copyOf(archive, 20)).toString())
                .exits(ExitCode.REJECTED);
        for (int length = 1; length < archive.length; length += 7) {
            Path some = file("some.zip", Arrays.copyOf(archive, length));
            countersign("scan", "--json", some.toString()).says("\"files\":[");
        }
    }

    @Test
    void anOfficeDocumentThatIsNotOpenedAsOneIsPartialAtBest() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            // Larger than a document may be.
            byte[] noise = new byte[65 << 20];
            new Random(1).nextBytes(noise);
            zip.putNextEntry(new ZipEntry("[Content_Types].xml"));
            zip.write(utf8("<Types/>"));
            zip.putNextEntry(new ZipEntry("word/document.xml"));
            zip.write(utf8("<w:t>" + NOTE + "</w:t>"));
            zip.putNextEntry(new ZipEntry("word/media/film.mp4"));
            zip.write(noise);
        }
        Path file = file("letter.docx", packed.toByteArray());
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says("word/document.xml: PHI", "inspected PARTIAL (OFFICE_DOCUMENT)")
                .says("[Content_Types].xml: undecided");
    }

    /// Places count code points, the byte order mark being one, and so are those of the same text
    /// in UTF-8.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void utf16And32WithAMarkAreDecoded(String charset) throws IOException {
        Path file = file("note.txt", ("\uFEFF" + NOTE).getBytes(Charset.forName(charset)));
        Path same = file("same.txt", utf8("\uFEFF" + NOTE));
        Sentence json =
                countersign("scan", "--json", file.toString())
                        .exits(ExitCode.FOUND)
                        .says("\"type\":\"MRN\"", "\"line\":2", "\"inspected\":\"FULL\"");
        assertThat(json.out().replace("note.txt", "same.txt"))
                .isEqualTo(countersign("scan", "--json", same.toString()).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16WithoutAMarkShowsByItsZeros(String charset) throws IOException {
        Path file = file("note.txt", NOTE.getBytes(Charset.forName(charset)));
        countersign("scan", file.toString()).exits(ExitCode.FOUND).says("PHI", "MRN");
    }

    @Test
    void aDeclaredCharsetIsUsedWhereNoMarkSaysOtherwise() throws IOException {
        Path old = file("old.txt", NOTE.getBytes(Charset.forName("windows-1252")));
        countersign("scan", "--json", old.toString())
                .says("\"inspected\":\"PARTIAL\",\"inspectedReason\":\"INVALID_UTF8\"");
        countersign("scan", "--json", "--charset", "windows-1252", old.toString())
                .exits(ExitCode.FOUND)
                .says("\"inspected\":\"FULL\"");
        Path marked = file("marked.txt", ("\uFEFF" + NOTE).getBytes(StandardCharsets.UTF_16LE));
        countersign("scan", "--json", "--charset", "windows-1252", marked.toString())
                .says("\"inspected\":\"FULL\"", "\"type\":\"MRN\"");
        countersign("scan", "--charset", "klingon", old.toString())
                .exits(ExitCode.USAGE)
                .complains("No charset klingon");
    }

    @Test
    void halfASurrogatePairIsPartialAndTheRestIsRead() throws IOException {
        Path file =
                file(
                        "lone.txt",
                        joined(
                                new byte[] {(byte) 0xFF, (byte) 0xFE, 0x3D, (byte) 0xD8},
                                NOTE.getBytes(StandardCharsets.UTF_16LE)));
        countersign("scan", file.toString())
                .exits(ExitCode.FOUND)
                .says("PHI", "MRN", "PARTIAL (INVALID_CHARACTERS)");
    }

    @Test
    void linesOfJsonMayBePackedToo() throws IOException {
        Path file = file("a.gz", gzip(utf8("{\"id\":1,\"text\":\"MRN: 00123456 diabetes\"}\n")));
        countersign("scan", "--jsonl", file.toString())
                .exits(ExitCode.FOUND)
                .says("{\"id\":1,\"spans\":[{\"start\":5,\"end\":13,\"type\":\"MRN\"");
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static OutputStream zipped(OutputStream archive) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(archive);
        zip.putNextEntry(new ZipEntry("a.txt"));
        return zip;
    }

    private static byte[] zip(String name, byte[] bytes, String other, byte[] more)
            throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(bytes);
            zip.putNextEntry(new ZipEntry(other));
            zip.write(more);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }
}
