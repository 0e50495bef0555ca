package io.countersign.app.retention;

import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// The keys of the persons who may agree, as the directory has them now. Asked only where something
/// waits to be done, since the directory lies in the cluster.
@FunctionalInterface
public interface EnrolledKeys {
    Collection<VerifierKey> now() throws IOException;

    /// Whether all who signed are enrolled: two keys that somebody drew for the purpose sign well,
    /// and agree to nothing.
    default boolean haveAll(ApprovalPart part) throws IOException {
        List<String> enrolled = now().stream().map(VerifierKey::vkey).toList();
        return enrolled.containsAll(part.getVkeys());
    }
}
