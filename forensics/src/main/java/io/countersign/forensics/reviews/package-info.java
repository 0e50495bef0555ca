/// Knows which regular reviews of the log were due, done and missed (45 CFR 164.308(a)(1)(ii)(D)).
/// Knows nothing of how a review is signed or chained. Open [ReviewCalendar] first.
@NullMarked
package io.countersign.forensics.reviews;

import org.jspecify.annotations.NullMarked;
