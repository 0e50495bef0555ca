package io.countersign.app.reevaluation;

import io.countersign.schemas.AmendmentEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Hash;
import java.util.HashMap;
import java.util.Map;

/// Amendments that an earlier run asked for and that are not chained yet: nobody asks for them a
/// second time. For one thread.
public final class AskedAmendments {
    private final String origin;
    private final String basis;
    private final Hash policy;
    private final long sinceMillis;
    private final Map<EntryRef, Integer> asked = new HashMap<>();

    /// @param origin of requests that count, in the control topic
    /// @param basis of amendments that count
    /// @param policy that judges in them
    /// @param sinceMillis since when the control topic is looked at
    public AskedAmendments(String origin, String basis, Hash policy, long sinceMillis) {
        this.origin = origin;
        this.basis = basis;
        this.policy = policy;
        this.sinceMillis = sinceMillis;
    }

    /// A chained amendment.
    public void chained(AuditEntry entry, AmendmentEntry amendment) {
        if (isOurs(amendment) && entry.getTimeMillis() >= sinceMillis) {
            asked.merge(amendment.getOriginal(), -1, Integer::sum);
        }
    }

    /// A record of the control topic; read after the entries, so that what was asked for and is not
    /// among them is still on its way.
    public void request(ControlRecord control) {
        if (control.getOrigin().equals(origin)) {
            control.getAmendment()
                    .filter(this::isOurs)
                    .ifPresent(one -> asked.merge(one.getOriginal(), 1, Integer::sum));
        }
    }

    private boolean isOurs(AmendmentEntry amendment) {
        return amendment.getBasis().equals(basis)
                && amendment.getRevised().getPolicy().equals(policy);
    }

    /// Whether an amendment of this entry is still on its way.
    public boolean isUnderWay(EntryRef original) {
        return asked.getOrDefault(original, 0) > 0;
    }
}
