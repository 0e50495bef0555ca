/// The locked record of an installation: which logs and files go into it, which entries legal holds
/// keep there, and the keys that sign its manifest. It knows the configuration and the topics; how
/// objects are locked is the ledger's. Open `RecordOfInstallation` first.
@NullMarked
package io.countersign.app.locked;

import org.jspecify.annotations.NullMarked;
