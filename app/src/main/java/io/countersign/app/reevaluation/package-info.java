/// Knows which entries a policy that came later judges otherwise, and the amendments that say so.
/// Knows nothing of terminals, and nothing of how a verdict is reached: that is the alert
/// topology's own code. Open [ChangedVerdicts] first.
@NullMarked
package io.countersign.app.reevaluation;

import org.jspecify.annotations.NullMarked;
