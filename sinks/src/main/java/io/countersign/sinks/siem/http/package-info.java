/// What the sinks that speak HTTP share: one exchange with a bound on time and bytes, TLS, and
/// secrets that are read from files. It knows HTTP; it knows no receiver and no event. Open
/// [HttpRoom] first.
@NullMarked
package io.countersign.sinks.siem.http;

import org.jspecify.annotations.NullMarked;
