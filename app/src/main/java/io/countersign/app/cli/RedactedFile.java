package io.countersign.app.cli;

import io.countersign.app.keys.KeyRing;
import io.countersign.app.scan.InputTexts;
import io.countersign.app.scan.KnownPatients;
import io.countersign.audit.keys.SecretFile;
import io.countersign.detectors.phi.Extent;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.TextWindow;
import io.countersign.detectors.phi.TextWindows;
import io.countersign.detectors.phi.Utf8Stream;
import io.countersign.detectors.redact.Redaction;
import io.countersign.detectors.redact.Redactor;
import io.countersign.detectors.redact.Surrogates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    private final Optional<Charset> declared;
    private final KnownPatients patients;
    private final Optional<Path> key;
    private final Optional<Path> output;
    private final Map<String, Integer> replaced = new TreeMap<>();
    private int surrogatesKept;

    /// @param style mask, type or surrogate
    /// @param declared charset of a text that does not say itself; empty: UTF-8
    /// @param patients whose values are identifiers also where their form alone does not say so
    /// @param key file of surrogates; drawn where there is none
    /// @param output where the text goes; empty: standard output
    RedactedFile(
            Terminal terminal,
            String style,
            Optional<Charset> declared,
            KnownPatients patients,
            Optional<Path> key,
            Optional<Path> output) {
        this.terminal = terminal;
        this.style = style;
        this.declared = declared;
        this.patients = patients;
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
        try (InputTexts.Peeked in =
                new InputTexts.Peeked(
                        input.equals("-") ? terminal.in() : Files.newInputStream(Path.of(input)))) {
            refusePacked(in);
            if (output.isPresent()) {
                toFile(redactor, in, output.get());
            } else {
                redact(redactor, in, new TerminalBytes(terminal));
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
        Redactor redactor = styled(detector);
        return patients.index()
                .map(index -> redactor.knowing(index, patients.now()))
                .orElse(redactor);
    }

    private Redactor styled(PhiDetector detector) throws IOException {
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

    private void toFile(Redactor redactor, InputTexts.Peeked in, Path file) throws IOException {
        replaceFile(file, out -> redact(redactor, in, out));
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
        TextWindows windows = new TextWindows(in, PhiDetector.standard());
        int overhang = 0;
        for (Optional<TextWindow> next = windows.next(); next.isPresent(); next = windows.next()) {
            Redaction redaction = redactor.redact(next.get());
            // Encoded values are replaced as a whole, so that they count as done.
            boolean done =
                    redaction.complete() || redaction.incompleteReason() == Extent.Reason.ENCODED;
            if (!done) {
                throw refused("could not be inspected to its end", redaction.incompleteReason());
            }
            if (redaction.underhang() != overhang) {
                throw refused("holds a value across two windows", Extent.Reason.SIZE_LIMIT);
            }
            overhang = redaction.overhang();
            redaction
                    .replaced()
                    .forEach((type, count) -> replaced.merge(type, count, Integer::sum));
            surrogatesKept += redaction.surrogatesKept();
            out.write(redaction.text());
        }
        out.flush();
    }

    private static CommandFailure refused(String why, Extent.Reason reason) {
        return new CommandFailure(
                ExitCode.REJECTED,
                "Not redacted: the text "
                        + why
                        + " ("
                        + reason
                        + "). Nothing of this part is written.");
    }

    /// Text in another charset is redacted as UTF-8 and written as it was. Only charsets in which
    /// each character has one spelling: what is not replaced stays byte for byte.
    private void decoded(Redactor redactor, InputStream in, OutputStream out, Charset charset)
            throws IOException {
        Utf8Stream utf8 = new Utf8Stream(in, charset);
        pieces(
                redactor,
                utf8,
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        if (utf8.replaced()) {
                            throw refused("is not all " + charset, Extent.Reason.INVALID_UTF8);
                        }
                        out.write(
                                new String(bytes, from, length, StandardCharsets.UTF_8)
                                        .getBytes(charset));
                    }

                    @Override
                    public void flush() throws IOException {
                        out.flush();
                    }
                });
    }

    private void redact(Redactor redactor, InputTexts.Peeked in, OutputStream out)
            throws IOException {
        Optional<Charset> charset = InputTexts.charset(in, declared);
        if (charset.isEmpty() || charset.get().equals(StandardCharsets.UTF_8)) {
            pieces(redactor, in, out);
        } else if (oneSpelling(charset.get())) {
            decoded(redactor, in, out, charset.get());
        } else {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "Text in "
                            + charset.get()
                            + " cannot be redacted and stay byte for byte; convert it first: iconv -f "
                            + charset.get()
                            + " -t UTF-8");
        }
    }

    private static boolean oneSpelling(Charset charset) {
        return charset.name().matches("UTF-(16|32)[BL]E")
                || (charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1);
    }

    private static void refusePacked(InputTexts.Peeked in) {
        InputTexts.Packing packing = InputTexts.packing(in);
        switch (packing) {
            case NONE -> {}
            case GZIP, ZSTANDARD ->
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            "The file is packed and is not redacted so; unpack it first: "
                                    + (packing == InputTexts.Packing.GZIP ? "gzip" : "zstd")
                                    + " -dc FILE | countersign scan --redact -");
            case ZIP ->
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            "The file is an archive and is not redacted so; unpack it and redact its files");
        }
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
