package io.countersign.app.role;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Whose signatures count where two persons have to agree: those whom the signed directory of
/// people names.
public final class Approvers {
    private Approvers() {}

    /// Those of the published directory; a part that nobody trusted signed names nobody.
    public static List<VerifierKey> enrolled(Deployment deployment)
            throws IOException, MalformedNoteException {
        List<VerifierKey> keys = new ArrayList<>();
        for (IdentityPart part : Directories.current(deployment).parts().values()) {
            for (String vkey : part.getRules().map(IdentityRules::getApprovers).orElse(List.of())) {
                keys.add(VerifierKey.parse(vkey));
            }
        }
        return keys;
    }
}
