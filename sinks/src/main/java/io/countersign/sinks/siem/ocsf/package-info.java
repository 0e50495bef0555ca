/// Entries and alerts as events of the Open Cybersecurity Schema Framework, version 1.8.0. It knows
/// both vocabularies and the mapping between them; it knows no receiver, no file and no clock. Open
/// [OcsfEncoder] first.
@NullMarked
package io.countersign.sinks.siem.ocsf;

import org.jspecify.annotations.NullMarked;
