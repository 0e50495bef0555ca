package io.countersign.app.scan;

import com.github.luben.zstd.ZstdInputStream;
import io.countersign.detectors.phi.TextCharset;
import io.countersign.detectors.phi.Utf8Stream;
import io.countersign.intake.documents.DocumentKind;
import io.countersign.intake.documents.DocumentText;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// The texts of one input: gzip, Zstandard and the files of zip archives are unpacked as they are
/// read, also within each other, documents are opened, and UTF-16 and the like become UTF-8. What
/// kind an input is its first bytes say and not its name. In constant memory but for documents,
/// bounded by [ExpansionLimit].
public final class InputTexts {
    /// Levels of packing: a gzip in a zip are two.
    static final int MAX_NESTING = 3;

    /// Files of one archive.
    static final int MAX_ENTRIES = 100_000;

    /// What a guess of the charset looks at.
    static final int SAMPLE_BYTES = 4096;

    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final String IN_ARCHIVE = "!/";
    private static final String OFFICE_MARK = "[Content_Types].xml";

    /// What is told of parts that are not read.
    interface Refusals {
        void refuse(String name, String why);
    }

    /// Takes a text; reads it as far as it wants.
    interface Visitor {
        void visit(InputText text) throws IOException;
    }

    /// How bytes are packed.
    public enum Packing {
        NONE,
        GZIP,
        ZSTANDARD,
        ZIP
    }

    private final Optional<Charset> declared;
    private final Optional<OpenedDocuments> documents;
    private final Refusals refusals;
    private final Visitor visitor;
    private final ExpansionLimit limit;
    private boolean office;

    /// @param declared the charset of texts without a byte order mark; empty: UTF-8, or what the
    ///   first bytes show
    /// @param documents opens documents; empty: they are read as they stand
    InputTexts(
            Optional<Charset> declared,
            Optional<OpenedDocuments> documents,
            ExpansionLimit limit,
            Refusals refusals,
            Visitor visitor) {
        this.declared = declared;
        this.documents = documents;
        this.limit = limit;
        this.refusals = refusals;
        this.visitor = visitor;
    }

    /// Visits the texts of one input; the stream is not closed.
    void of(String name, InputStream in) throws IOException {
        any(name, limit.packed(in), 0);
    }

    private void any(String name, InputStream in, int level) throws IOException {
        Peeked peeked = new Peeked(in);
        Optional<byte[]> first =
                peeked.first(documents.isPresent() ? DocumentKind.LOOKED_AT : MAGIC_BYTES);
        if (first.isEmpty()) {
            refusals.refuse(name, "cannot be read, not scanned");
            return;
        }
        if (documents.isPresent() && OpenedDocuments.may(first.get())) {
            document(name, documents.get().open(first.get(), peeked), level);
        } else {
            notOpened(name, peeked, packing(first.get()), level);
        }
    }

    private void document(String name, OpenedDocuments.Opened opened, int level)
            throws IOException {
        switch (opened) {
            case OpenedDocuments.Opened.Texts(List<DocumentText> texts) -> {
                for (DocumentText text : texts) {
                    Shortfall missing = Shortfall.of(text.gap());
                    visitor.visit(
                            new InputText(
                                    text.name().isEmpty() ? name : name + IN_ARCHIVE + text.name(),
                                    new ByteArrayInputStream(
                                            text.text().getBytes(StandardCharsets.UTF_8)),
                                    () -> cutOr(missing),
                                    text.pictures()));
                }
            }
            case OpenedDocuments.Opened.AsItStands(InputStream bytes, Shortfall why) ->
                    text(name, new Peeked(bytes), why);
            case OpenedDocuments.Opened.Shut(Shortfall why, int pictures) ->
                    visitor.visit(
                            new InputText(
                                    name,
                                    InputStream.nullInputStream(),
                                    () -> cutOr(why),
                                    pictures));
            case OpenedDocuments.Opened.Archive(InputStream bytes) ->
                    notOpened(name, new Peeked(bytes), Packing.ZIP, level);
        }
    }

    private void notOpened(String name, Peeked peeked, Packing packing, int level)
            throws IOException {
        if (packing != Packing.NONE && level == MAX_NESTING) {
            visitor.visit(new InputText(name, peeked, () -> Shortfall.NESTING_LIMIT));
            return;
        }
        switch (packing) {
            case NONE -> text(name, peeked, office ? Shortfall.OFFICE_DOCUMENT : Shortfall.NONE);
            case GZIP -> unpacked(name, peeked, GzipStream::new, level);
            case ZSTANDARD -> unpacked(name, peeked, ZstdInputStream::new, level);
            case ZIP -> archive(name, peeked, level);
        }
    }

    private interface Unpacking {
        InputStream of(InputStream packed) throws IOException;
    }

    private void unpacked(String name, InputStream packed, Unpacking unpacking, int level)
            throws IOException {
        InputStream out;
        try {
            out = unpacking.of(packed);
        } catch (IOException _damaged) {
            refusals.refuse(name, "is damaged and cannot be unpacked, not scanned");
            return;
        }
        // Only memory is freed by the close: the packed bytes belong to the caller.
        try (out) {
            any(name, limit.unpacked(out), level + 1);
        }
    }

    private void archive(String name, InputStream packed, int level) throws IOException {
        boolean outer = office;
        // Names without the mark of UTF-8 are in whatever charset: only their letters suffer.
        DirectoryEnd end = new DirectoryEnd(packed);
        try (ZipInputStream zip = new ZipInputStream(end, StandardCharsets.ISO_8859_1)) {
            for (int entries = 0; ; entries++) {
                Optional<ZipEntry> entry = nextEntry(name, zip, end);
                if (entry.isEmpty()) {
                    return;
                }
                if (entries == MAX_ENTRIES) {
                    refusals.refuse(
                            name,
                            "has more than " + MAX_ENTRIES + " files, the rest is not scanned");
                    return;
                }
                if (!entry(name, entry.get(), zip, level)) {
                    return;
                }
            }
        } finally {
            office = outer;
        }
    }

    /// Empty at the end, also where that comes too early.
    private Optional<ZipEntry> nextEntry(String name, ZipInputStream zip, DirectoryEnd end) {
        try {
            Optional<ZipEntry> next = Optional.ofNullable(zip.getNextEntry());
            if (next.isEmpty() && !end.found()) {
                refusals.refuse(name, "is cut off, the rest is not scanned");
            }
            return next;
        } catch (IOException | IllegalArgumentException _damaged) {
            refusals.refuse(name, "is encrypted or damaged, the rest is not scanned");
            return Optional.empty();
        }
    }

    /// False where no more of the archive is read.
    private boolean entry(String name, ZipEntry entry, ZipInputStream zip, int level)
            throws IOException {
        office |= entry.getName().equals(OFFICE_MARK);
        InputStream content = limit.unpacked(new Unclosed(zip));
        if (!entry.isDirectory()) {
            any(name + IN_ARCHIVE + entry.getName(), content, level + 1);
        }
        try {
            // What the visitor left is unpacked all the same on the way to the next file.
            content.skip(Long.MAX_VALUE);
        } catch (IOException _damaged) {
            refusals.refuse(name, "is damaged, the rest is not scanned");
            return false;
        }
        if (limit.reached()) {
            refusals.refuse(
                    name,
                    "unpacks to more than "
                            + ExpansionLimit.MAX_RATIO
                            + " times its size, the rest is not scanned");
        }
        return !limit.reached();
    }

    /// @param always what is missing of it in any case
    private void text(String name, Peeked in, Shortfall always) throws IOException {
        Optional<Charset> charset = charset(in, declared);
        if (charset.isEmpty()) {
            visitor.visit(new InputText(name, in, () -> cutOr(always)));
            return;
        }
        Utf8Stream utf8 = new Utf8Stream(in, charset.get());
        visitor.visit(
                new InputText(
                        name,
                        utf8,
                        () ->
                                cutOr(
                                        always == Shortfall.NONE && utf8.replaced()
                                                ? Shortfall.INVALID_CHARACTERS
                                                : always)));
    }

    /// The charset of a text by its mark, by what was declared, or by its first bytes; empty:
    /// UTF-8.
    public static Optional<Charset> charset(Peeked in, Optional<Charset> declared) {
        byte[] first = in.first(MAGIC_BYTES).orElse(NO_BYTES);
        Optional<Charset> said = TextCharset.marked(first).or(() -> declared);
        if (said.isEmpty() && contains(first, (byte) 0)) {
            return in.first(SAMPLE_BYTES).flatMap(TextCharset::evident);
        }
        return said;
    }

    /// How the bytes of a stream are packed.
    public static Packing packing(Peeked in) {
        return packing(in.first(MAGIC_BYTES).orElse(NO_BYTES));
    }

    private static final byte[] NO_BYTES = {};

    private Shortfall cutOr(Shortfall other) {
        return limit.reached() ? Shortfall.EXPANSION_LIMIT : other;
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /// What the first bytes say: RFC 1952, RFC 8878 and PKWARE's APPNOTE 4.3.7.
    static Packing packing(byte[] first) {
        if (begins(first, 0x1F, 0x8B, 0x08)) {
            return Packing.GZIP;
        }
        if (begins(first, 0x28, 0xB5, 0x2F, 0xFD)) {
            return Packing.ZSTANDARD;
        }
        return begins(first, 'P', 'K', 3, 4) ? Packing.ZIP : Packing.NONE;
    }

    private static boolean begins(byte[] bytes, int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /// A stream whose first bytes can be looked at. Reading it waits for no more than was asked.
    public static final class Peeked extends BufferedInputStream {
        public Peeked(InputStream in) {
            super(in, BUFFER_BYTES);
        }

        /// As many, fewer where the stream ends before; empty where it cannot be read.
        Optional<byte[]> first(int wanted) {
            byte[] bytes = new byte[wanted];
            int have = 0;
            try {
                mark(wanted);
                while (have < wanted) {
                    int read = read(bytes, have, wanted - have);
                    if (read < 0) {
                        break;
                    }
                    have += read;
                }
                reset();
            } catch (IOException _unreadable) {
                return Optional.empty();
            }
            return Optional.of(Arrays.copyOf(bytes, have));
        }
    }

    /// One or more gzip members. The JDK's reader looks for a further member only where bytes are
    /// said to be available, which a pipe does not know.
    private static final class GzipStream extends GZIPInputStream {
        GzipStream(InputStream in) throws IOException {
            super(new KnownEnd(in), BUFFER_BYTES);
        }
    }

    private static final class KnownEnd extends FilterInputStream {
        KnownEnd(InputStream in) {
            super(new BufferedInputStream(in, BUFFER_BYTES));
        }

        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean ended = in.read() < 0;
            in.reset();
            return ended ? 0 : 1;
        }

        @Override
        public void close() {
            // The caller's.
        }
    }

    /// Looks for the end of the central directory, without which an archive was cut off: the JDK's
    /// reader takes the end of the bytes for the end of the files.
    private static final class DirectoryEnd extends FilterInputStream {
        private static final int SIGNATURE = 0x504B0506;

        private int last;
        private boolean found;

        DirectoryEnd(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            for (int i = 0; i < read; i++) {
                last = (last << 8) | (bytes[from + i] & 0xFF);
                found |= last == SIGNATURE;
            }
            return read;
        }

        /// Reads to the end, or up to the signature.
        boolean found() throws IOException {
            byte[] some = new byte[4096];
            while (!found && read(some, 0, some.length) >= 0) {
                // Only the end is wanted.
            }
            return found;
        }

        @Override
        public void close() {
            // The caller's.
        }
    }

    /// Archives and unpackers close what they read from; here that belongs to somebody else.
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return in.read(bytes, from, length);
        }

        @Override
        public void close() {
            // The caller's.
        }
    }
}
