/// The identity vault of an installation: filled from exports, and opened for two persons who
/// agree. It knows exports, requests and the log that says so first; it knows nothing of terminals,
/// and of the vault's bytes nothing either. Open `VaultOpening` first.
@NullMarked
package io.countersign.app.vault;

import org.jspecify.annotations.NullMarked;
