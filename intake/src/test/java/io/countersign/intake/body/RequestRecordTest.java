package io.countersign.intake.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.documents.DocumentOpener;
import io.countersign.intake.documents.DocumentReader;
import io.countersign.intake.documents.DocumentText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Every part of a body is in the record: fields, texts, and the documents, opened.
class RequestRecordTest {
    private static final byte[] RTF =
            utf8("{\\rtf1 Dana Quill, MRN 5550142, seen today in the clinic}");

    /// In this process: the documents are the test's own.
    private final RequestRecord records =
            new RequestRecord(
                    new DocumentReader() {
                        @Override
                        public List<DocumentText> read(String name, byte[] bytes) {
                            return new DocumentOpener().open(name, bytes);
                        }

                        @Override
                        public void close() {
                            // Nothing is open.
                        }
                    });

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String record(byte[] body, String... headers) throws InterruptedException {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new String(
                records.of(
                        new RequestRecord.Request(
                                Instant.parse("2026-11-22T09:31:12Z"),
                                "192.0.2.1",
                                Map.of("x-client-username", "jokafor"),
                                "POST",
                                "/upload",
                                all,
                                ByteBuffer.wrap(body),
                                body.length,
                                "")),
                StandardCharsets.UTF_8);
    }

    @Test
    void fieldsAndFilesOfAForm() throws Exception {
        byte[] body =
                utf8(
                        "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nvisit\r\n"
                                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a;b.rtf\"\r\n\r\n"
                                + new String(RTF, StandardCharsets.UTF_8)
                                + "\r\n--b--\r\n");
        assertThat(
                        record(
                                body,
                                "content-type",
                                "multipart/form-data; boundary=b",
                                "host",
                                "chat.example.org"))
                .contains(
                        "\"url\":\"chat.example.org/upload\"",
                        "\"user\":\"jokafor\"",
                        "{\"name\":\"purpose\",\"text\":\"visit\"}",
                        "\"file\":\"a;b.rtf\"",
                        "\"kind\":\"rtf\",\"text\":\"Dana Quill, MRN 5550142, seen today in the clinic\"");
    }

    @Test
    void aDocumentWithinJsonIsTakenOutAndOpened() throws Exception {
        String base64 = Base64.getEncoder().encodeToString(RTF);
        assertThat(
                        record(
                                utf8(
                                        "{\"a\":\"keep\",\"d\":\"data:application/rtf;base64,"
                                                + base64
                                                + "\",\"z\":\"end\"}"),
                                "content-type",
                                "application/json"))
                .contains("Dana Quill, MRN 5550142", "keep", "end")
                .doesNotContain(base64);
    }

    @Test
    void aPackedBodyIsUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(utf8("Dana Quill"));
        }
        assertThat(record(packed.toByteArray(), "content-encoding", "gzip")).contains("Dana Quill");
        assertThat(record(utf8("xyz"), "content-encoding", "br"))
                .contains("\"gap\":\"BODY_UNREADABLE\"");
    }

    @Test
    void aBinaryBodyIsNamed() throws Exception {
        assertThat(record(new byte[] {1, 2, 0, 3})).contains("\"gap\":\"NOT_TEXT\"");
    }

    @Test
    void utf16AndLatinTextsAreRead() throws Exception {
        assertThat(record("\ufeffD\u00e4na".getBytes(StandardCharsets.UTF_16LE)))
                .contains("D\u00e4na");
        assertThat(record("D\u00e4na".getBytes(StandardCharsets.ISO_8859_1))).contains("D\u00e4na");
    }

    /// Seeds are fixed: a failure comes back on the next run.
    @Test
    void mutatedBodiesGiveARecord() throws Exception {
        byte[] body =
                utf8(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%20b\r\n"
                                + "Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--b--\r\ntrailer");
        Random random = new Random(20_261_126);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = body.clone();
            for (int m = random.nextInt(6); m > 0; m--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] given = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            assertThat(record(given, "content-type", "multipart/form-data; boundary=b"))
                    .startsWith("{\"time\"")
                    .endsWith("}");
        }
    }
}
