/// Keyed tokens of identifiers and keyed digests of payloads. It knows keys and HMAC; it knows
/// nothing of what an identifier means or how it is normalised. Open `TokenKeys` first.
@NullMarked
package io.countersign.audit.tokens;

import org.jspecify.annotations.NullMarked;
