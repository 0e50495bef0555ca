/// Entries and alerts as lines of IBM's Log Event Extended Format, 1.0 and 2.0. It knows the
/// format's syntax; which value has which key it reads from the table of fields. Open [LeefEncoder]
/// first.
@NullMarked
package io.countersign.sinks.siem.leef;

import org.jspecify.annotations.NullMarked;
