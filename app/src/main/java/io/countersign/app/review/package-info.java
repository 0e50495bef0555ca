/// Knows how a part of the sealed logs is taken for review, what reviews the logs have, and whether
/// one speaks of this log. Knows nothing of keys and terminals. Open [ReviewedLog] first.
@NullMarked
package io.countersign.app.review;

import org.jspecify.annotations.NullMarked;
