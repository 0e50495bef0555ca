/// Questions to the archive as this program asks them: which files, which process, how an answer
/// looks. It knows the archive's folder and the engine's process; it knows neither commands nor who
/// may ask. Open [ArchiveQuestions] first.
@NullMarked
package io.countersign.app.query;

import org.jspecify.annotations.NullMarked;
