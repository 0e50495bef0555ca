/// How long evidence is kept and how it goes: what the log says of each quarter, holds, shredding,
/// and the signatures of two persons without which nothing is destroyed. It knows the log and the
/// key folder; it knows nothing of terminals. Open `Destruction` first.
@NullMarked
package io.countersign.app.retention;

import org.jspecify.annotations.NullMarked;
