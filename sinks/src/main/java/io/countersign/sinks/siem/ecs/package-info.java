/// Entries and alerts as documents of the Elastic Common Schema. It knows its categories and
/// shapes; which value has which path it reads from the table of fields. Open [EcsEncoder] first.
@NullMarked
package io.countersign.sinks.siem.ecs;

import org.jspecify.annotations.NullMarked;
