/// Makes and keeps the signed log: the sealing loop and what it talks to. It knows log storage,
/// signers and the entry topic; it knows nothing of events, policies or SIEMs. Open `Sealer` first.
@org.jspecify.annotations.NullMarked
package io.countersign.ledger;
