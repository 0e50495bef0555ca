package io.countersign.app.locked;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.verify.EntryKey;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which entries holds and cases are about, in files by which commands tell the keeper: the places
/// of entries in the log, and where the log says that a hold is over. The keeper believes the
/// latter only where it finds it in the log. Stateless.
///
/// ```
/// DIR/hold-case-17     a line CHAIN:SEQ for each entry
/// DIR/hold-case-17.ended   CHAIN:SEQ of the entry that ends it
/// ```
public final class HeldEntries {
    /// More entries of one hold are several holds.
    public static final int MAX_ENTRIES = 1_000_000;

    private static final int MAX_HOLDS = 10_000;
    private static final long MAX_BYTES = 200L * MAX_ENTRIES;
    private static final String ENDED = ".ended";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path folder;

    public HeldEntries(Path folder) {
        this.folder = folder;
    }

    /// What a hold is of.
    public enum Sort {
        HOLD,
        CASE;

        private String prefix() {
            return this == HOLD ? "hold-" : "case-";
        }
    }

    /// @param sort of the hold
    /// @param id its id, or the case's
    public record Name(Sort sort, String id) {
        public Name {
            if (!ID.matcher(id).matches() || id.endsWith(ENDED)) {
                throw new IllegalArgumentException("not the name of a hold or a case");
            }
        }

        private String file() {
            return sort.prefix() + id;
        }

        /// As the manifest names it.
        public String inManifest() {
            return (sort == Sort.HOLD ? "hold:" : "case:") + id;
        }
    }

    /// Adds entries to a hold, which begins with its first.
    public void add(Name name, Collection<EntryKey> entries) throws IOException {
        Set<EntryKey> all = new LinkedHashSet<>(of(name));
        all.addAll(entries);
        if (all.size() > MAX_ENTRIES) {
            throw new IOException("a hold has at most " + MAX_ENTRIES + " entries");
        }
        StringBuilder text = new StringBuilder();
        all.forEach(entry -> text.append(line(entry.chain().toString(), entry.seq())));
        write(name.file(), text.toString());
    }

    /// Says where the log ends the hold.
    public void end(Name name, EntryRef entry) throws IOException {
        write(name.file() + ENDED, line(entry.getChain(), entry.getSeq()));
    }

    private static String line(String chain, long seq) {
        return chain + ":" + seq + "\n";
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
        Path draft = Files.createTempFile(folder, ".", "");
        Files.writeString(draft, text, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r-----"));
        Files.move(draft, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /// All of them.
    public List<Name> names() throws IOException {
        Set<String> files = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
                for (Path name : names) {
                    files.add(String.valueOf(name.getFileName()));
                }
            }
        }
        List<Name> names = new ArrayList<>();
        for (String file : files) {
            for (Sort sort : Sort.values()) {
                String id = file.startsWith(sort.prefix()) ? file.substring(5) : "";
                if (ID.matcher(id).matches() && !id.endsWith(ENDED)) {
                    names.add(new Name(sort, id));
                }
            }
        }
        if (names.size() > MAX_HOLDS) {
            throw new IOException(folder + " has more than " + MAX_HOLDS + " holds");
        }
        return names;
    }

    /// The entries of a hold; none where there is no such hold.
    public List<EntryKey> of(Name name) throws IOException {
        return read(name.file());
    }

    /// Where the log is said to end it.
    public Optional<EntryKey> ended(Name name) throws IOException {
        return read(name.file() + ENDED).stream().findFirst();
    }

    private List<EntryKey> read(String name) throws IOException {
        Path file = folder.resolve(name);
        List<EntryKey> entries = new ArrayList<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(file + " is too large for a hold");
            }
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                int colon = line.lastIndexOf(':');
                entries.add(
                        new EntryKey(
                                ChainId.parse(line.substring(0, Math.max(colon, 0))),
                                Long.parseLong(line.substring(colon + 1))));
            }
            return entries;
        } catch (NoSuchFileException _none) {
            return List.of();
        } catch (IllegalArgumentException _damaged) {
            throw new IOException(file + " is damaged: its lines are CHAIN:SEQ");
        }
    }
}
