package io.countersign.sinks.siem.ndjson;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens a file to be appended to, and makes it where it is missing.
interface ChannelOpener {
    ChannelOpener DISK =
            path ->
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);

    FileChannel open(Path path) throws IOException;
}
