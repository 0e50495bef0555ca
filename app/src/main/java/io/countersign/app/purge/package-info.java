/// Deletes raw records, which hold PHI in the clear, once nothing needs them any more. It knows the
/// sealed log, the entry and evidence topics and what consumer groups have committed; it knows
/// nothing of what a record means. Open `Purger` first.
@NullMarked
package io.countersign.app.purge;

import org.jspecify.annotations.NullMarked;
