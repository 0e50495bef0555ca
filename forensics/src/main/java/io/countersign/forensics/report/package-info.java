/// Reports as documents: headings, paragraphs, tables and pictures, written as HTML or PDF. It
/// knows what a case comes to and no store, clock or command. Open [CaseReport] first.
@NullMarked
package io.countersign.forensics.report;

import org.jspecify.annotations.NullMarked;
