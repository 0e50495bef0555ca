package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsFindWhatTheWholeFindsTest {
    private static final int WHOLE = 16 << 10;
    private static final int WINDOW = 8 << 10;
    private static final int MARGIN = 1 << 10;

    private final PhiDetector detector = PhiDetector.standard();

    private record Seen(String type, long start, long end, String likelihood) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void inProseWithLines(long seed) throws IOException {
        byte[] text = prose(seed, "\n");
        List<Seen> whole = whole(text);
        assertThat(whole).hasSizeGreaterThan(500);
        assertSame(windows(text), whole);
    }

    /// Cuts fall anywhere between words here, in the middle of context and value.
    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void inProseWithoutLines(long seed) throws IOException {
        byte[] text = prose(seed, " ");
        assertSame(windows(text), whole(text));
    }

    /// The header line gives each window's cells their meaning.
    @Test
    void inATable() throws IOException {
        StringBuilder table = new StringBuilder("mrn,dob,zip,note\n");
        Random random = new Random(9);
        for (int row = 0; row < 3000; row++) {
            table.append(10_000_000 + random.nextInt(80_000_000))
                    .append(",0")
                    .append(1 + random.nextInt(9))
                    .append("/1")
                    .append(random.nextInt(10))
                    .append("/19")
                    .append(40 + random.nextInt(50))
                    .append(",6270")
                    .append(random.nextInt(10))
                    .append(",seen for asthma\n");
        }
        byte[] text = table.toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(3000);
        assertSame(windows(text), whole);
    }

    /// A quoted line feed ends no row, and an inch mark quotes nothing: in the whole and in
    /// windows, wherever they are cut.
    @ParameterizedTest
    @ValueSource(longs = {10, 11, 12, 13})
    void inATableWithLineFeedsInItsCells(long seed) throws IOException {
        StringBuilder table = new StringBuilder("mrn,note,zip,height\n");
        Random random = new Random(seed);
        for (int row = 0; row < 1500; row++) {
            table.append(10_000_000 + random.nextInt(80_000_000)).append(",\"seen");
            for (int line = random.nextInt(12); line > 0; line--) {
                table.append("\nfor \"\"asthma\"\", again");
            }
            table.append("\",6270")
                    .append(random.nextInt(10))
                    .append(random.nextBoolean() ? ",5'7\"\n" : ",\n");
        }
        byte[] text = table.toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(1500);
        assertThat(whole.stream().filter(seen -> seen.type().equals("ZIP"))).hasSize(1500);
        assertSame(windows(text), whole);
    }

    @Test
    void inLinesOfJson() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < 800; row++) {
            lines.append("{\"mrn\":\"")
                    .append(20_000_000 + row * 7919)
                    .append("\",\"note\":\"line\\nphone (217) 555-01")
                    .append(10 + row % 90)
                    .append(" \\u00e9\"}\n");
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(800);
        assertSame(windows(text), whole);
    }

    /// One array or object, compact or indented, has its keys in every window: a member `dob` makes
    /// a date a birth date, and `mrn` a bare number an MRN.
    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"meta\":1,\"patients\":[", "{\"a\":[{\"b\":{\"patients\":["})
    void inOneDocumentOfJson(String opening) throws IOException {
        for (String between : List.of("", "\n  ")) {
            StringBuilder document = new StringBuilder(opening);
            for (int row = 0; row < 900; row++) {
                document.append(row == 0 ? "" : ",").append(between).append(patient(row, between));
            }
            document.append(closing(opening));
            byte[] text = document.toString().getBytes(StandardCharsets.UTF_8);
            List<Seen> whole = whole(text);
            assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(900);
            assertSame(windows(text), whole);
        }
    }

    /// The key stands before the first window's end and gives the values of all windows their
    /// meaning.
    @Test
    void inOneArrayOfNumbersUnderAKey() throws IOException {
        StringBuilder document = new StringBuilder("{\"patient\":{\"mrn\":[");
        for (int row = 0; row < 9000; row++) {
            document.append(row == 0 ? "" : ",").append(30_000_000 + row * 7919 % 60_000_000);
        }
        byte[] text = document.append("]}}").toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(9000);
        assertSame(windows(text), whole);
    }

    /// Longer than several windows, with escapes: line feeds and quotation marks in it are decoded
    /// in every window.
    @Test
    void inOneStringOfJson() throws IOException {
        StringBuilder note = new StringBuilder();
        for (int row = 0; row < 2000; row++) {
            note.append("the MRN: ")
                    .append(40_000_000 + row * 7919)
                    .append("\\nhe \\\"said\\\" \\u00e9 nothing of the garage\\n");
        }
        String document = "{\"id\":7,\"note\":\"" + note + "\",\"mrn\":\"12345678\"}";
        byte[] text = document.getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(2001);
        assertSame(windows(text), whole);
    }

    /// Some lines are longer than a window, the others are lines of JSON as before.
    @Test
    void inLongAndShortLinesOfJson() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < 12; line++) {
            int rows = line % 3 == 1 ? 200 : 2;
            lines.append("{\"patients\":[");
            for (int row = 0; row < rows; row++) {
                lines.append(row == 0 ? "" : ",").append(patient(line * 1000 + row, ""));
            }
            lines.append("]}\n");
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(816);
        assertSame(windows(text), whole);
    }

    /// Segments end with a carriage return, which is no line end elsewhere.
    @ParameterizedTest
    @ValueSource(strings = {"", "FHS|^~\\&|LAB|X\rBHS|^~\\&|LAB|X\r"})
    void inAFileOfHl7Messages(String head) throws IOException {
        StringBuilder file = new StringBuilder(head);
        for (int i = 0; i < 700; i++) {
            file.append("MSH|^~\\&|LAB|X|EMR|Y|20250301||ORU^R01|")
                    .append(i)
                    .append("|P|2.5\rPID|1||")
                    .append(50_000_000 + i * 7919)
                    .append("^^^H^MR||ROE^JANE||19800102|F\rOBX|1|TX|N^NOTE||seen for asthma\r");
        }
        byte[] text = file.toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MRN"))).hasSize(700);
        assertSame(windows(text), whole);
    }

    @Test
    void inAnX12Interchange() throws IOException {
        StringBuilder file =
                new StringBuilder(
                        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*P*:~GS*HC*S*R*20250301*1200*1*X*005010X222A1~");
        for (int i = 0; i < 1500; i++) {
            file.append("ST*837*").append(i).append("~NM1*IL*1*ROE*JANE****MI*W");
            file.append(100_000_000 + i * 7919)
                    .append("~DMG*D8*19800102*F~SE*4*")
                    .append(i)
                    .append('~');
        }
        byte[] text =
                file.append("GE*1*1~IEA*1*000000001~").toString().getBytes(StandardCharsets.UTF_8);
        List<Seen> whole = whole(text);
        assertThat(whole.stream().filter(seen -> seen.type().equals("MEMBER_ID"))).hasSize(1500);
        assertSame(windows(text), whole);
    }

    /// What breaks off, has odd quotation marks or is no JSON at all after a brace is read to its
    /// end, byte by byte, and values with a word beside them are found.
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void inBrokenJsonNoByteIsLost(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder document = new StringBuilder(random.nextBoolean() ? "[" : "{\"a\":[");
        for (int row = 0; row < 600; row++) {
            document.append(row == 0 ? "" : ",")
                    .append(patient(row, random.nextBoolean() ? "\n" : ""));
        }
        for (int i = 0; i < 4; i++) {
            int at = random.nextInt(document.length());
            String junk =
                    List.of("\"", "}", "]]", "{", "\\", ",,", "\n", "\uD83C\uDF27")
                            .get(random.nextInt(8));
            document.replace(at, at + random.nextInt(3), junk);
        }
        byte[] text = document.toString().getBytes(StandardCharsets.UTF_8);
        assertThat(joined(text)).isEqualTo(text);
        assertThat(windows(text).stream().filter(seen -> seen.type().equals("MRN")).count())
                .isGreaterThan(550);
    }

    private byte[] joined(byte[] text) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        TextWindows windows = windowsOf(new ByteArrayInputStream(text));
        boolean last = false;
        for (Optional<TextWindow> next = windows.next(); next.isPresent(); next = windows.next()) {
            TextWindow window = next.get();
            assertThat(last).isFalse();
            assertThat(window.offset()).isEqualTo(joined.size());
            assertThat(window.bytes().length).isLessThanOrEqualTo(WINDOW + 3 * MARGIN);
            // No character is cut in two.
            assertThat(window.bytes()[window.from()] & 0xC0).isNotEqualTo(0x80);
            joined.write(window.bytes(), window.from(), window.to() - window.from());
            last = window.last();
        }
        assertThat(last).isTrue();
        return joined.toByteArray();
    }

    private static String patient(int row, String between) {
        return "{"
                + between
                + "\"mrn\":"
                + (60_000_000 + row * 7919)
                + ","
                + between
                + "\"dob\":\"1980-01-02\",\"address\":{\"city\":\"Springfield\",\"phone\":\"(217) 555-0"
                + (100 + row % 100)
                + "\"},"
                + between
                + "\"note\":\"a \\\"quote\\\", a brace } and \\u00e9\"}";
    }

    private static String closing(String opening) {
        StringBuilder closing = new StringBuilder();
        for (int i = opening.length() - 1; i >= 0; i--) {
            char c = opening.charAt(i);
            closing.append(c == '{' ? "}" : c == '[' ? "]" : "");
        }
        return closing.toString();
    }

    @Test
    void everyByteIsOneWindowsOwn() throws IOException {
        for (byte[] text :
                List.of(
                        prose(10, "\n"),
                        prose(11, ""),
                        "é".repeat(40_000).getBytes(StandardCharsets.UTF_8))) {
            assertThat(joined(text)).isEqualTo(text);
        }
    }

    @Test
    void aBinaryBeginningIsAllThatIsRead() throws IOException {
        byte[] binary = new byte[100_000];
        new Random(12).nextBytes(binary);
        ByteArrayInputStream in = new ByteArrayInputStream(binary);
        TextWindows windows = windowsOf(in);
        TextWindow window = windows.next().orElseThrow();
        assertThat(window.last()).isTrue();
        assertThat(windows.next()).isEmpty();
        assertThat(in.available()).isGreaterThan(90_000 - WHOLE);
        JoinedInspection joined = new JoinedInspection();
        joined.add(detector.inspect(List.of(new Text("text", window.bytes()))), List.of());
        assertThat(joined.extent()).isEqualTo(Extent.NOT_INSPECTED);
        assertThat(joined.extentReason()).isEqualTo(Extent.Reason.BINARY);
        assertThat(joined.decision().phi()).isEmpty();
    }

    @Test
    void anEmptyTextHasOneEmptyWindow() throws IOException {
        TextWindows windows = windowsOf(InputStream.nullInputStream());
        assertThat(windows.next().orElseThrow().bytes()).isEmpty();
        assertThat(windows.next()).isEmpty();
    }

    /// A person in the first window and a diagnosis in the last, each alone no PHI.
    @Test
    void theDecisionJoinsIdentityAndHealthAcrossWindows() throws IOException {
        String filler =
                "The committee talks of the new parking garage and its doors.\n".repeat(1000);
        byte[] text =
                ("Name: Jane Roe, SSN: 219-09-9999.\n"
                                + filler
                                + "She was diagnosed with diabetes.\n")
                        .getBytes(StandardCharsets.UTF_8);
        JoinedInspection joined = new JoinedInspection();
        int windowsOfPhi = 0;
        TextWindows windows = windowsOf(new ByteArrayInputStream(text));
        for (Optional<TextWindow> next = windows.next(); next.isPresent(); next = windows.next()) {
            Inspection inspection = detector.inspect(List.of(new Text("text", next.get().bytes())));
            windowsOfPhi += inspection.decision().phi().orElse(false) ? 1 : 0;
            joined.add(inspection, inspection.findings());
        }
        assertThat(windowsOfPhi).isZero();
        assertThat(joined.decision().reason()).isEqualTo(Decision.Reason.IDENTITY_AND_HEALTH);
    }

    private static void assertSame(List<Seen> windows, List<Seen> whole) {
        List<Seen> missed = new ArrayList<>(whole);
        missed.removeAll(Set.copyOf(windows));
        List<Seen> more = new ArrayList<>(windows);
        more.removeAll(Set.copyOf(whole));
        assertThat(missed).isEmpty();
        assertThat(more).isEmpty();
        assertThat(windows).doesNotHaveDuplicates();
    }

    private TextWindows windowsOf(InputStream in) {
        return new TextWindows(in, detector, WHOLE, WINDOW, MARGIN);
    }

    private List<Seen> whole(byte[] text) {
        Inspection inspection = detector.inspect(List.of(new Text("text", text)));
        List<Place> places = inspection.places();
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < inspection.findings().size(); i++) {
            // Of health facts an inspection keeps a few a leaf: that there are some is what counts.
            if (inspection.findings().get(i).type().category().identifier()) {
                seen.add(seen(inspection.findings().get(i), places.get(i).span(), 0));
            }
        }
        return seen;
    }

    private List<Seen> windows(byte[] text) throws IOException {
        List<Seen> seen = new ArrayList<>();
        TextWindows windows = windowsOf(new ByteArrayInputStream(text));
        for (Optional<TextWindow> next = windows.next(); next.isPresent(); next = windows.next()) {
            TextWindow window = next.get();
            Inspection inspection = detector.inspect(List.of(new Text("text", window.bytes())));
            List<Place> places = inspection.places();
            for (int i = 0; i < places.size(); i++) {
                if (inspection.findings().get(i).type().category().identifier()
                        && window.owns(places.get(i).span())) {
                    seen.add(
                            seen(
                                    inspection.findings().get(i),
                                    places.get(i).span(),
                                    window.offset() - window.from()));
                }
            }
        }
        return seen;
    }

    private static Seen seen(Finding finding, Span span, long shift) {
        return new Seen(
                finding.type().name(),
                span.start() + shift,
                span.end() + shift,
                finding.likelihood().name());
    }

    /// Invented; names are left out, since one that was introduced more than a window ago is known
    /// to the whole alone.
    private static byte[] prose(long seed, String between) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < 100_000) {
            switch (random.nextInt(7)) {
                case 0 -> text.append("the MRN: ").append(1_000_000 + random.nextInt(8_000_000));
                case 1 -> text.append("call (217) 555-01").append(10 + random.nextInt(90));
                case 2 ->
                        text.append("write to u")
                                .append(random.nextInt(1000))
                                .append("@example.org");
                case 3 ->
                        text.append("seen on 0")
                                .append(1 + random.nextInt(9))
                                .append("/1")
                                .append(random.nextInt(10))
                                .append("/2025 for asthma");
                case 4 -> text.append("SSN 219-09-").append(1000 + random.nextInt(9000));
                case 5 ->
                        text.append(
                                "it rained \uD83C\uDF27 and then it was déjà vu "
                                        .repeat(1 + random.nextInt(4)));
                default -> text.append("nothing else was said of the garage, which opens at eight");
            }
            text.append(',').append(between).append(between.isEmpty() ? "" : "then ");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
