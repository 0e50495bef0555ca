/// Knows what a person signs who has examined a part of the log, and whether an entry shows that
/// signature. Knows nothing of who may sign, of files or of when a review is due. Open
/// [ReviewStatement] first.
@NullMarked
package io.countersign.audit.review;

import org.jspecify.annotations.NullMarked;
