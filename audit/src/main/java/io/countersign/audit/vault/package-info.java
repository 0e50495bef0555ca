/// The identity vault: names, addresses and states of a hospital's patients, by subject token, in
/// one sealed file with two keys. It knows its bytes (`docs/spec/vault.md`) and its key files; it
/// knows nothing of exports, approvals and who asks. Open `VaultFile` first.
@NullMarked
package io.countersign.audit.vault;

import org.jspecify.annotations.NullMarked;
