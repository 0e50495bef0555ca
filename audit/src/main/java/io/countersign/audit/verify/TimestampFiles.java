package io.countersign.audit.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder beside a log that holds its time stamps: `<size>.checkpoint`, a signed checkpoint as
/// it was, and `<size>.tsr`, an authority's answer about these bytes. `openssl ts -verify` reads
/// both as they are.
public record TimestampFiles(SideFolder folder) {
    private static final Pattern STAMP = Pattern.compile("(0|[1-9][0-9]{0,17})\\.tsr");

    /// In a folder of a file system, which may be missing.
    public TimestampFiles(Path directory) {
        this(new DirectorySideFolder(directory));
    }

    /// The sizes about which there are answers, in ascending order.
    public SortedSet<Long> sizes() throws IOException {
        SortedSet<Long> sizes = new TreeSet<>();
        for (String file : folder.names().orElse(Set.of())) {
            Matcher name = STAMP.matcher(file);
            if (name.matches()) {
                sizes.add(Long.parseLong(name.group(1)));
            }
        }
        return sizes;
    }

    /// The signed checkpoint of a size.
    public Optional<byte[]> checkpoint(long size) throws IOException {
        return folder.read(size + ".checkpoint");
    }

    /// The authority's answer about it.
    public Optional<byte[]> response(long size) throws IOException {
        return folder.read(size + ".tsr");
    }
}
