package io.countersign.sources;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Netskope says about the account, in both of its logs.
final class NetskopeHints {
    private NetskopeHints() {}

    /// @param sanctioned yes or no, in any of the vendor's spellings
    /// @param login the address that the person signed in with at the service
    static void add(
            Event.Builder event,
            @Nullable String instance,
            @Nullable String instanceName,
            @Nullable String sanctioned,
            @Nullable String login) {
        event.accountHint(AccountHint.Kind.CASB_INSTANCE, instance);
        if (instanceName != null && !instanceName.equals(instance)) {
            event.accountHint(AccountHint.Kind.CASB_INSTANCE, instanceName);
        }
        Optional<Boolean> mark = Lenient.bool(sanctioned);
        if (mark.isPresent()) {
            event.accountHint(AccountHint.Kind.CASB_SANCTIONED, mark.get().toString());
        }
        event.accountHint(AccountHint.Kind.LOGIN_EMAIL, login);
    }
}
