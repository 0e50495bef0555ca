/// Whose word counts that a log has one history: policies over witnesses (C2SP tlog-policy). It
/// knows names, keys and quorums; it knows nothing of how a witness is asked. Open `WitnessPolicy`
/// first.
@NullMarked
package io.countersign.audit.witness;

import org.jspecify.annotations.NullMarked;
