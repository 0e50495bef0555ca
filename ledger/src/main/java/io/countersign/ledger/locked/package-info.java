/// The record of six years: what is full or final of a log goes, once and for good, to a place that
/// lets nobody delete it before its time, and a signed manifest names each object. It knows logs,
/// locks and what a store must do about them; it knows nothing of terminals, and how a bucket is
/// spoken to is `storage.s3`'s. Open `Keeper` first.
@NullMarked
package io.countersign.ledger.locked;

import org.jspecify.annotations.NullMarked;
