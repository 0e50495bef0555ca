package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// What people hold is seldom the log itself: the records inside an export come out as they went
/// in.
class ExportsAreUnwrappedTest {
    private static final String A = "{\"host\":\"a.example.org\",\"prompt\":\"one\"}";
    private static final String B = "{\"host\":\"b.example.org\",\"prompt\":\"two\"}";
    private static final String SQUID =
            "1795345377.904   2210 192.0.2.57 TCP_MISS/200 7731 POST https://chat.example.org/x jokafor HIER_DIRECT/203.0.113.20 text/plain";

    @Test
    void splunkLines() throws IOException {
        assertThat(
                        records(
                                "{\"preview\":false,\"offset\":0,\"result\":{\"host\":\"fw\",\"_raw\":"
                                        + quoted(SQUID)
                                        + "}}\n{\"_raw\":"
                                        + quoted(A)
                                        + "}\n"))
                .containsExactly(SQUID, A);
    }

    @Test
    void splunkResultList() throws IOException {
        assertThat(
                        records(
                                "{\"preview\":false,\"init_offset\":0,\"messages\":[],\"fields\":[{\"name\":\"_raw\"}],\n \"results\":[{\"_raw\":"
                                        + quoted(A)
                                        + ",\"_time\":\"1\"},\n{\"_raw\":"
                                        + quoted(SQUID)
                                        + "}],\"highlighted\":{}}"))
                .containsExactly(A, SQUID);
    }

    @Test
    void splunkCsvWithARowOverTwoLines() throws IOException {
        assertThat(
                        records(
                                "\"_time\",source,\"_raw\"\n1,\"x\",\"a \"\"quoted\"\" word\nand a second line\"\n2,y,"
                                        + csv(A)
                                        + "\n"))
                .containsExactly("a \"quoted\" word\nand a second line", A);
    }

    @Test
    void sentinelCsvBecomesCefAgain() throws IOException {
        assertThat(
                        records(
                                "TenantId,TimeGenerated,DeviceVendor,DeviceProduct,DeviceVersion,DeviceEventClassID,Activity,LogSeverity,RequestURL,SourceUserName,SentBytes,AdditionalExtensions\n"
                                        + "t,2026-11-22T09:31:12Z,Zscaler,NSSWeblog,5.7,Allowed,Allowed,3,chat.example.org/x?a=b,j.okafor@hospital.example.org,19204,reason=Allowed;dept=On|co\n"))
                .containsExactly(
                        "CEF:0|Zscaler|NSSWeblog|5.7|Allowed|Allowed|3|request=chat.example.org/x?a\\=b suser=j.okafor@hospital.example.org out=19204 rt=2026-11-22T09:31:12Z reason=Allowed dept=On|co");
    }

    @Test
    void sentinelJsonBecomesCefAgainAndThePortalsTimesAreRead() throws IOException {
        assertThat(
                        records(
                                "[{\"TimeGenerated\":\"11/22/2026, 9:31:12.433 AM\",\"DeviceVendor\":\"Zscaler\",\"DeviceProduct\":\"NSSWeblog\",\"DeviceVersion\":5.7,"
                                        + "\"DeviceEventClassID\":\"Allowed\",\"Activity\":\"Allowed\",\"LogSeverity\":3,\"FileName\":null,\"SentBytes\":19204,"
                                        + "\"SourceUserName\":\"j.okafor@hospital.example.org\",\"AdditionalExtensions\":\"outcome=200\"}]"))
                .containsExactly(
                        "CEF:0|Zscaler|NSSWeblog|5.7|Allowed|Allowed|3|out=19204 suser=j.okafor@hospital.example.org rt=2026-11-22T09:31:12.433Z outcome=200");
    }

    @Test
    void linesOfContainersShippersAndCloudWatch() throws IOException {
        assertThat(
                        records(
                                "{\"log\":"
                                        + quoted(SQUID)
                                        + ",\"stream\":\"stdout\",\"time\":\"2026-11-22T09:31:12Z\"}\n{\"@timestamp\":\"2026-11-22T09:31:12Z\",\"agent\":{\"type\":\"x\"},\"message\":"
                                        + quoted(A)
                                        + "}\n{\"eventId\":\"1\",\"ingestionTime\":1795339872000,\"message\":"
                                        + quoted(B)
                                        + ",\"timestamp\":1795339872000}\n"))
                .containsExactly(SQUID, A, B);
    }

    @Test
    void elasticHits() throws IOException {
        assertThat(
                        records(
                                "{\"took\":3,\"timed_out\":false,\"_shards\":{\"total\":1},\"hits\":{\"total\":{\"value\":2},\"max_score\":1.0,\"hits\":["
                                        + "{\"_index\":\"p\",\"_source\":"
                                        + A
                                        + "},{\"_index\":\"p\",\"_source\":{\"event\":{\"kind\":\"x\",\"original\":"
                                        + quoted(SQUID)
                                        + "}}}]}}"))
                .containsExactly(A, SQUID);
    }

    @Test
    void kcatLines() throws IOException {
        assertThat(
                        records(
                                "{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"tstype\":\"create\",\"ts\":1,\"key\":null,\"payload\":"
                                        + quoted(A)
                                        + "}\n{\"topic\":\"t\",\"partition\":0,\"offset\":2,\"payload\":"
                                        + quoted(SQUID)
                                        + "}\n"))
                .containsExactly(A, SQUID);
    }

    @Test
    void arraysAndObjectsOverSeveralLines() throws IOException {
        assertThat(records("[\n  " + A + ",\n  " + B + "\n]\n")).containsExactly(A, B);
        assertThat(
                        records(
                                "{\n  \"host\": \"a.example.org\",\n  \"prompt\": \"one\"\n}\n{\n \"host\":\"b.example.org\",\"prompt\":\"two\"}"))
                .containsExactly(A, B);
        assertThat(
                        records(
                                "{\"object\":\"list\",\"data\":["
                                        + A
                                        + ","
                                        + B
                                        + "],\"has_more\":false}"))
                .containsExactly(A, B);
    }

    @Test
    void whatStandsBesideAListIsARecordToo() throws IOException {
        assertThat(records("{\"data\":[" + A + "],\"prompt\":\"three\"}"))
                .containsExactly(A, "{\"prompt\":\"three\"}");
        assertThat(records("{\"prompt\":\"three\",\"data\":[" + A + "]}"))
                .containsExactly("{\"prompt\":\"three\",\"data\":[" + A + "]}");
    }

    @Test
    void packedFiles() throws IOException {
        byte[] text = (A + "\n" + B + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(records(packed(text, GZIPOutputStream::new))).containsExactly(A, B);
        assertThat(records(packed(text, ZstdOutputStream::new))).containsExactly(A, B);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("logs/"));
            zip.putNextEntry(new ZipEntry("logs/one.json.gz"));
            zip.write(packed(text, GZIPOutputStream::new));
            zip.putNextEntry(new ZipEntry("two.log"));
            zip.write((SQUID + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(records(archive.toByteArray())).containsExactly(A, B, SQUID);
    }

    @Test
    void linesThatOnlyLookLikeAnExportStay() throws IOException {
        String envoy = "[2026-11-22T09:31:12.433Z] \"POST /v1 HTTP/1.1\" 200 - 1 2";
        assertThat(records(envoy + "\n" + envoy)).containsExactly(envoy, envoy);
        String nearly = "{\"partition\":1,\"offset\":2,\"payload\":\"x\"}";
        assertThat(records(nearly)).containsExactly(nearly);
        assertThat(records("_rawest,b\n1,2")).containsExactly("_rawest,b", "1,2");
        assertThat(records("")).isEmpty();
    }

    @Test
    void adamagedExportEndsWithItsPlaceAndNoneOfItsText() {
        assertThatThrownBy(() -> records("[" + A + ",{\"mrn\":5550142 oops"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("behind record 1")
                .hasMessageNotContaining("5550142");
        assertThatThrownBy(
                        () -> {
                            byte[] text = A.getBytes(StandardCharsets.UTF_8);
                            for (int i = 0; i <= Records.MAX_PACKING; i++) {
                                text = packed(text, GZIPOutputStream::new);
                            }
                            records(text);
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("packed more than");
    }

    private interface Packing {
        OutputStream of(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] text, Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.of(bytes)) {
            out.write(text);
        }
        return bytes.toByteArray();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String csv(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    private static List<String> records(String text) throws IOException {
        return records(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> records(byte[] bytes) throws IOException {
        List<String> found = new ArrayList<>();
        try (Records records = Records.of(new ByteArrayInputStream(bytes))) {
            for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
                found.add(new String(next.get(), StandardCharsets.UTF_8));
                assertThat(records.number()).isEqualTo(found.size());
            }
        }
        return found;
    }
}
