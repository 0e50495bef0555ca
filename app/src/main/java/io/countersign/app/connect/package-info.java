/// The Connect worker that runs inside this process, for one machine without a Connect cluster. It
/// knows Connect's standalone runtime and how to start, watch and stop it; it knows no connector by
/// name. Open [EmbeddedConnect] first.
@NullMarked
package io.countersign.app.connect;

import org.jspecify.annotations.NullMarked;
