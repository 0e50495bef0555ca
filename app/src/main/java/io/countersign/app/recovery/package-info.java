/// What an operator does about a chain that cannot go on: find it, and end it so that its next
/// generation begins. It knows the clients, the groups and the changelogs of a stopped deployment;
/// what a damaged chain is, and how it ends in the log, is known by the ledger and the topology.
/// Open [ChainRecovery] first.
@org.jspecify.annotations.NullMarked
package io.countersign.app.recovery;
