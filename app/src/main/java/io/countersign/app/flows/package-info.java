/// Knows by which ways PHI may leave or has left: who, over which gateway, to which service and
/// account, and the BAA row or the gap at its end. Knows nothing of files or terminals: a policy
/// record and entries go in, a text, a picture or JSON comes out. Open [FlowMap] first.
@NullMarked
package io.countersign.app.flows;

import org.jspecify.annotations.NullMarked;
