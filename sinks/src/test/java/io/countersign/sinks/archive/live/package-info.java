/// A task of the archive's sink under a Connect of our own. Open [LiveDrive] first.
@NullMarked
package io.countersign.sinks.archive.live;

import org.jspecify.annotations.NullMarked;
