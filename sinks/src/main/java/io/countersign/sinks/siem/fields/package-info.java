/// Entries and alerts as named values, for formats that are lists of names and values. It knows
/// what each value means and what it is called in each format; it knows no syntax and no receiver.
/// Open [SiemField] first.
@NullMarked
package io.countersign.sinks.siem.fields;

import org.jspecify.annotations.NullMarked;
