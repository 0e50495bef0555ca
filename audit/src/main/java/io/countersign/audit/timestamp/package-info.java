/// Time stamps of RFC 3161: the question that a time stamping authority is asked about a signed
/// checkpoint, and whether its answer holds. It knows CMS and certificates; it knows no network, no
/// clock and no log. Open `TimestampResponse` first.
@NullMarked
package io.countersign.audit.timestamp;

import org.jspecify.annotations.NullMarked;
