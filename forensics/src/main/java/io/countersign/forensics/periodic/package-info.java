/// Reports that come again: of a month, of a year, of what is in use. It knows which questions each
/// asks of the archive and what it says of the answers; it knows no files, keys, clocks or
/// commands. Open [MonthlyReport] first.
@NullMarked
package io.countersign.forensics.periodic;

import org.jspecify.annotations.NullMarked;
