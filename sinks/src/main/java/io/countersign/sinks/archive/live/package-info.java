/// The archive's sink on Kafka Connect: entries come off the entry topic and go into the archive's
/// tables, each once, whatever is killed when. It knows Connect and when to write; it knows nothing
/// of columns and files, which the package above has. Open [ArchiveSinkTask] first.
@NullMarked
package io.countersign.sinks.archive.live;

import org.jspecify.annotations.NullMarked;
