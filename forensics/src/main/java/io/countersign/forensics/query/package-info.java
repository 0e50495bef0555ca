/// Questions to the archive: SQL of ours or of an investigator over files, run by a child process
/// that may read these files and nothing else. It knows SQL, limits and the names of views; it
/// knows neither how the files came about nor who may ask. Open [Question] first, then [Sandbox].
@NullMarked
package io.countersign.forensics.query;

import org.jspecify.annotations.NullMarked;
