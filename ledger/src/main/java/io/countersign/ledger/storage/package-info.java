/// Where the log and the sealer's private state lie. It knows objects, names and atomic steps; it
/// knows nothing of what a checkpoint or a tile says. Open `LogStorage` first.
@NullMarked
package io.countersign.ledger.storage;

import org.jspecify.annotations.NullMarked;
