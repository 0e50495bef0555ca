/// What a receiver acknowledged, held against what the log says. It knows a sink's selection, its
/// committed offsets and its dead letters; it knows no receiver and sends nothing. Open
/// [Reconciliation] first.
@NullMarked
package io.countersign.app.reconcile;

import org.jspecify.annotations.NullMarked;
