/// Entries and alerts as lines of the Common Event Format (ArcSight, version 0). It knows the
/// format's syntax and limits; which value has which key it reads from the table of fields. Open
/// [CefEncoder] first.
@NullMarked
package io.countersign.sinks.siem.cef;

import org.jspecify.annotations.NullMarked;
