/// A log in a bucket of S3, or of a store that speaks as it does. It knows keys of objects,
/// conditions on writes and what a failed call leaves open; it knows nothing of what a checkpoint
/// or a tile says. Open `S3LogStorage` first, then `S3Objects`, which holds all that talks to the
/// store.
@NullMarked
package io.countersign.ledger.storage.s3;

import org.jspecify.annotations.NullMarked;
