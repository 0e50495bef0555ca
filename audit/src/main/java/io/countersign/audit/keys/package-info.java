/// Files that hold one secret each, for their owner's eyes only: symmetric secrets and signing
/// keys. It knows file permissions and key containers; it knows nothing of what the secret is for.
/// Open `SecretFile` first, and `SigningKeyFile` for the log's key.
@NullMarked
package io.countersign.audit.keys;

import org.jspecify.annotations.NullMarked;
