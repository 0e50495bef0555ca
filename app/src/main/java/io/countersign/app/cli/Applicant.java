package io.countersign.app.cli;

import io.countersign.app.role.Deployment;
import io.countersign.app.role.ReasonText;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EntryRef;
import java.time.Instant;

/// Who asks, for what purpose and why.
///
/// @param person as the access entry names him or her
/// @param purpose a code
/// @param reason in the person's own words
record Applicant(String person, String purpose, ReasonText reason) {
    /// The entry of what is done, with an id of its own; what it is about is the caller's to say.
    ///
    /// @param action a code
    AccessEntry.Builder access(String action) {
        return AccessEntry.newBuilder()
                .setAccessId(ChainedAccess.drawId())
                .setPerson(person)
                .setAction(action)
                .setPurpose(purpose)
                .setObject(null)
                .setApproval(null)
                .setQuery(null);
    }

    /// Has it chained with the reason, before anything is shown.
    EntryRef chain(Deployment deployment, AccessEntry.Builder access, Instant now) {
        return ChainedAccess.first(deployment, access.build(), reason, now);
    }
}
