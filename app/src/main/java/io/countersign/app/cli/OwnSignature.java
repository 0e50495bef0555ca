package io.countersign.app.cli;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.Policies;
import io.countersign.audit.note.MalformedNoteException;
import java.io.IOException;

/// Whether the topology would take what this installation signs: a policy, or people of a
/// directory.
final class OwnSignature {
    private OwnSignature() {}

    /// @throws CommandFailure where the configuration trusts other signers only
    static void mustCount(Deployment deployment) throws IOException, MalformedNoteException {
        if (!Policies.ownSignatureCounts(deployment)) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "keys.policy-signers does not name this installation's key, so that the topology would refuse what it signs");
        }
    }
}
