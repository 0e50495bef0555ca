/// Keyed tokens of identifiers, keyed digests and marks of payloads. It knows keys, HMAC and
/// SipHash; it knows nothing of what an identifier means or how it is normalised. Open `TokenKeys`
/// first.
@NullMarked
package io.countersign.audit.tokens;

import org.jspecify.annotations.NullMarked;
