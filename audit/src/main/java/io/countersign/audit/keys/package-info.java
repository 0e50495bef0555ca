/// Files that hold one secret each, for their owner's eyes only. It knows file permissions; it
/// knows nothing of what the secret is for. Open `SecretFile` first.
@NullMarked
package io.countersign.audit.keys;

import org.jspecify.annotations.NullMarked;
