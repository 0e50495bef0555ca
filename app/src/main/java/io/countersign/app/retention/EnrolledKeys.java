package io.countersign.app.retention;

import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.ApprovalPart;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The keys of the persons who may agree, as the directory has them now. Asked only where something
/// waits to be done, since the directory lies in the cluster.
@FunctionalInterface
public interface EnrolledKeys {
    Collection<VerifierKey> now() throws IOException;

    /// Asks a source once, and only when it is needed.
    static EnrolledKeys once(EnrolledKeys source) {
        AtomicReference<@Nullable Collection<VerifierKey>> asked = new AtomicReference<>();
        return () -> {
            Collection<VerifierKey> known = asked.get();
            if (known == null) {
                known = source.now();
                asked.set(known);
            }
            return known;
        };
    }

    /// Whether all who signed are enrolled: two keys that somebody drew for the purpose sign well,
    /// and agree to nothing.
    default boolean haveAll(ApprovalPart part) throws IOException {
        List<String> enrolled = now().stream().map(VerifierKey::vkey).toList();
        return enrolled.containsAll(part.getVkeys());
    }
}
