/// The parts that run: audit, alert, ledger, connect, intake, each one thing to start and to stop.
/// It knows how to wire rooms to a broker and to files; it knows nothing of command lines. Open
/// [io.countersign.app.role.Role] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.role;
