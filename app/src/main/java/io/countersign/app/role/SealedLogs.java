package io.countersign.app.role;

import io.countersign.audit.note.LogName;
import io.countersign.audit.tiles.TilePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The logs of an installation in its directory, of which there is one a year:
///
/// ```
/// DIR/log          the first
/// DIR/<year>/log   each later one
/// ```
public final class SealedLogs {
    private SealedLogs() {}

    /// The folders that hold a checkpoint, the oldest log first.
    public static List<Path> folders(Path installation) throws IOException {
        List<Path> folders = new ArrayList<>();
        folders.add(installation.resolve("log"));
        if (Files.isDirectory(installation)) {
            try (DirectoryStream<Path> names = Files.newDirectoryStream(installation, "[0-9]*")) {
                for (Path name : names) {
                    if (LogName.isYear(String.valueOf(name.getFileName()))) {
                        folders.add(name.resolve("log"));
                    }
                }
            }
        }
        // Years have four digits each.
        folders.subList(1, folders.size()).sort(null);
        folders.removeIf(folder -> !Files.isRegularFile(folder.resolve(TilePath.CHECKPOINT)));
        return folders;
    }
}
