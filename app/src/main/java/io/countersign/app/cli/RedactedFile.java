package io.countersign.app.cli;

import io.countersign.app.keys.KeyRing;
import io.countersign.audit.keys.SecretFile;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.redact.Redaction;
import io.countersign.detectors.redact.Redactor;
import io.countersign.detectors.redact.Surrogates;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `countersign scan --redact`: one input without its identifiers. What could not be inspected to
/// the end is never written: a text that is half redacted looks like one that is safe.
final class RedactedFile {
    /// Labels the key file of surrogates.
    static final String KEY_LABEL = "countersign-surrogate-key";

    /// A larger input is redacted in pieces of this size that end at a line end.
    static final int PIECE_BYTES = 4 << 20;

    /// Takes the word after `--redact` where it is a style, and leaves a file name alone.
    static final class Style implements CommandLine.IParameterConsumer {
        private static final Set<String> STYLES = Set.of("mask", "type", "surrogate");

        @Override
        public void consumeParameters(
                Stack<String> arguments,
                CommandLine.Model.ArgSpec option,
                CommandLine.Model.CommandSpec command) {
            boolean stated = !arguments.isEmpty() && STYLES.contains(arguments.peek());
            option.setValue(Optional.of(stated ? arguments.pop() : "type"));
        }
    }

    private final Terminal terminal;
    private final String style;
    private final Optional<Path> key;
    private final Optional<Path> output;
    private final Map<String, Integer> replaced = new TreeMap<>();
    private int surrogatesKept;

    /// @param style mask, type or surrogate
    /// @param key file of surrogates; drawn where there is none
    /// @param output where the text goes; empty: standard output
    RedactedFile(Terminal terminal, String style, Optional<Path> key, Optional<Path> output) {
        this.terminal = terminal;
        this.style = style;
        this.key = key;
        this.output = output;
    }

    ExitCode run(List<String> inputs) throws IOException {
        if (inputs.size() != 1) {
            throw new CommandFailure(ExitCode.USAGE, "--redact takes one file, or - alone");
        }
        String input = inputs.getFirst();
        if (!input.equals("-") && Files.isDirectory(Path.of(input))) {
            throw new CommandFailure(ExitCode.USAGE, "--redact takes one file and no directory");
        }
        Redactor redactor = redactor();
        try (InputStream in =
                new BufferedInputStream(
                        input.equals("-") ? terminal.in() : Files.newInputStream(Path.of(input)))) {
            if (output.isPresent()) {
                toFile(redactor, in, output.get());
            } else {
                pieces(redactor, in, new TerminalBytes(terminal));
            }
        }
        terminal.flush();
        int count = replaced.values().stream().mapToInt(Integer::intValue).sum();
        terminal.err()
                .println(
                        count
                                + " replaced"
                                + replaced.entrySet().stream()
                                        .map(type -> " " + type.getKey() + " " + type.getValue())
                                        .collect(
                                                Collectors.joining(",", count > 0 ? ":" : "", "")));
        if (surrogatesKept > 0) {
            terminal.err()
                    .println(
                            surrogatesKept
                                    + " surrogates of this key stood there before and stay;"
                                    + " reidentify will turn them back too");
        }
        return ExitCode.CLEAN;
    }

    private Redactor redactor() throws IOException {
        PhiDetector detector = PhiDetector.standard();
        boolean surrogate = style.equals("surrogate");
        if (surrogate != key.isPresent()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    surrogate
                            ? "--redact=surrogate needs --key FILE; the file is drawn where there is none"
                            : "--key is for --redact=surrogate");
        }
        return switch (style) {
            case "mask" -> Redactor.masking(detector);
            case "type" -> Redactor.byType(detector);
            case "surrogate" -> Redactor.withSurrogates(detector, surrogates(key.orElseThrow()));
            default ->
                    throw new CommandFailure(
                            ExitCode.USAGE, "--redact takes mask, type or surrogate");
        };
    }

    private Surrogates surrogates(Path file) throws IOException {
        KeyRing.ownerOnlyFolder(file);
        if (!Files.exists(file) && SecretFile.create(file, KEY_LABEL, new SecureRandom())) {
            terminal.err()
                    .println(
                            "drawn "
                                    + TerminalText.line(file.toString())
                                    + ": whoever has it can turn the surrogates back");
        }
        return readSurrogates(file);
    }

    static Surrogates readSurrogates(Path file) throws IOException {
        byte[] secret = SecretFile.read(file, KEY_LABEL);
        try {
            return new Surrogates(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private void toFile(Redactor redactor, InputStream in, Path file) throws IOException {
        replaceFile(file, out -> pieces(redactor, in, out));
    }

    /// Writes bytes.
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /// Writes beside the place and moves it there, readable by its owner only.
    static void replaceFile(Path file, Writing writing) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new CommandFailure(ExitCode.USAGE, "--output names no file");
        }
        Path draft =
                Files.createTempFile(
                        folder,
                        ".countersign-",
                        ".draft",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(draft)) {
                writing.to(out);
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private void pieces(Redactor redactor, InputStream in, OutputStream out) throws IOException {
        byte[] rest = {};
        boolean first = true;
        while (true) {
            byte[] fresh = in.readNBytes(PIECE_BYTES);
            boolean last = fresh.length < PIECE_BYTES;
            ByteArrayOutputStream joined = new ByteArrayOutputStream(rest.length + fresh.length);
            joined.writeBytes(rest);
            joined.writeBytes(fresh);
            byte[] bytes = joined.toByteArray();
            int end = last ? bytes.length : lastLineEnd(bytes);
            if (first && !last && oneDocument(bytes)) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "One JSON document of more than 4 MiB cannot be redacted and stay JSON; give it as JSON lines");
            }
            first = false;
            out.write(redacted(redactor, Arrays.copyOf(bytes, end)));
            if (last) {
                out.flush();
                return;
            }
            rest = Arrays.copyOfRange(bytes, end, bytes.length);
        }
    }

    private byte[] redacted(Redactor redactor, byte[] piece) {
        Redaction redaction = redactor.redact(piece);
        // Encoded values are replaced as a whole, so that they count as done.
        boolean done =
                redaction.complete() || redaction.incompleteReason() == Extent.Reason.ENCODED;
        if (!done) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "Not redacted: the text could not be inspected to its end ("
                            + redaction.incompleteReason()
                            + "). Nothing of this part is written.");
        }
        redaction.replaced().forEach((type, count) -> replaced.merge(type, count, Integer::sum));
        surrogatesKept += redaction.surrogatesKept();
        return redaction.text();
    }

    private static int lastLineEnd(byte[] bytes) {
        for (int i = bytes.length; i > 0; i--) {
            if (bytes[i - 1] == '\n') {
                return i;
            }
        }
        throw new CommandFailure(ExitCode.REJECTED, "A line of more than 4 MiB cannot be redacted");
    }

    /// JSON whose first line is not a whole value.
    private static boolean oneDocument(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] <= ' ' && bytes[i] >= 0) {
            i++;
        }
        if (i == bytes.length || (bytes[i] != '{' && bytes[i] != '[')) {
            return false;
        }
        int end = i;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        while (end > i && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
            end--;
        }
        return bytes[end - 1] != (bytes[i] == '{' ? '}' : ']') || end - i < 2;
    }

    /// Standard output takes text.
    private static final class TerminalBytes extends OutputStream {
        private final Terminal terminal;

        TerminalBytes(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            terminal.write(Arrays.copyOfRange(bytes, from, from + length));
        }
    }
}
