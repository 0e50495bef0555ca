package io.countersign.bench.detector;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The documents of a measurement: evaluation texts from a folder outside the repository (lines of
/// JSON with a `text`), and bodies made from a seed. People, numbers and addresses are invented.
final class Corpus {
    /// Bytes of each generated kind.
    static final int GENERATED_BYTES = 1 << 20;

    private static final int HOSTILE_DOCUMENT = 1 << 16;
    private static final long SEED = 20_261_126;

    private final String folder;

    /// @param folder of evaluation texts; empty for none
    Corpus(String folder) {
        this.folder = folder;
    }

    List<byte[]> documents(Body body) throws IOException {
        Random random = new Random(SEED + body.ordinal());
        return switch (body) {
            case MIXED -> {
                List<byte[]> all = new ArrayList<>(documents(Body.PROSE));
                for (Body kind : List.of(Body.JSON, Body.HL7, Body.FORM, Body.LOG)) {
                    all.addAll(documents(kind));
                }
                yield all;
            }
            case PROSE -> folder.isEmpty() ? generated(random, Samples::note) : evaluationTexts();
            case JSON -> generated(random, Samples::json);
            case HL7 -> generated(random, Samples::hl7);
            case FORM -> generated(random, Samples::form);
            case LOG -> generated(random, Samples::log);
            case LOWER_CASE -> {
                List<byte[]> prose = documents(Body.PROSE);
                prose.replaceAll(Corpus::lowerCase);
                yield prose;
            }
            case BASE64 -> hostile(() -> base64(random));
            case ALL_DIGITS -> hostile(() -> filled('7'));
            case ALL_AT -> hostile(() -> filled('@'));
            case LETTERS_64K -> hostile(() -> filled('a'));
            case NESTED_BRACKETS -> hostile(() -> filled('['));
            case NEAR_MISSES -> hostile(() -> Samples.nearMisses(random, HOSTILE_DOCUMENT));
            case NEAR_NAMES -> hostile(() -> Samples.nearNames(random, HOSTILE_DOCUMENT));
        };
    }

    private interface Maker {
        String make(Random random);
    }

    private static List<byte[]> generated(Random random, Maker maker) {
        List<byte[]> documents = new ArrayList<>();
        int bytes = 0;
        while (bytes < GENERATED_BYTES) {
            byte[] document = maker.make(random).getBytes(StandardCharsets.UTF_8);
            documents.add(document);
            bytes += document.length;
        }
        return documents;
    }

    private static List<byte[]> hostile(java.util.function.Supplier<byte[]> maker) {
        return new ArrayList<>(
                Stream.generate(maker).limit(GENERATED_BYTES / HOSTILE_DOCUMENT).toList());
    }

    private static byte[] filled(char c) {
        byte[] bytes = new byte[HOSTILE_DOCUMENT];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }

    private static byte[] base64(Random random) {
        byte[] raw = new byte[HOSTILE_DOCUMENT * 3 / 4];
        random.nextBytes(raw);
        String text = "attached: " + Base64.getEncoder().encodeToString(raw);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] lowerCase(byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return text.replaceAll("[0-9]", "").getBytes(StandardCharsets.UTF_8);
    }

    private List<byte[]> evaluationTexts() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<byte[]> texts = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(folder))) {
            files = listed.filter(file -> file.toString().contains(".jsonl")).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream raw = Files.newInputStream(file);
                    InputStream in =
                            file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null) {
                    String text = json.readTree(line).path("text").asText();
                    texts.add(text.getBytes(StandardCharsets.UTF_8));
                    line = lines.readLine();
                }
            }
        }
        if (texts.isEmpty()) {
            throw new IOException("no .jsonl files in the folder of evaluation texts");
        }
        return texts;
    }

    static long bytes(List<byte[]> documents) {
        return documents.stream().mapToLong(document -> document.length).sum();
    }
}
