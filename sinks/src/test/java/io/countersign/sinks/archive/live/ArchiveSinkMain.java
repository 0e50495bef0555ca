package io.countersign.sinks.archive.live;

import io.countersign.sinks.archive.ArchivePlace;
import io.countersign.sinks.archive.EntryTopic;
import io.countersign.sinks.archive.LocalCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A process that writes a topic into an archive, to be killed. It begins where the file of offsets
/// says, and keeps that file a little behind, as a consumer group is.
public final class ArchiveSinkMain {
    private ArchiveSinkMain() {}

    /// Writes until everything is committed.
    ///
    /// @param args the archive's directory, the file of offsets, leaves of the log; or the storage
    ///   of a catalogue's tables, and the catalogue's address as the fourth
    public static void main(String[] args) throws Exception {
        Path offsets = Path.of(args[1]);
        List<Long> from =
                Files.exists(offsets)
                        ? Files.readAllLines(offsets).stream().map(Long::valueOf).toList()
                        : List.of(0L, 0L);
        EntryTopic topic = EntryTopic.of(Integer.parseInt(args[2]));
        ArchivePlace place =
                args.length > 3
                        ? LocalCatalogue.place(args[3], Path.of(args[0]))
                        : new ArchivePlace.InDirectory(Path.of(args[0]));
        try (LiveDrive drive = new LiveDrive(topic, place, 60, from)) {
            int polls = 0;
            while (!drive.isAtTheEnd()) {
                drive.poll();
                if (++polls % 2 == 0) {
                    Path draft = offsets.resolveSibling("offsets.draft");
                    Files.writeString(draft, drive.committed(0) + "\n" + drive.committed(1) + "\n");
                    Files.move(draft, offsets, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
