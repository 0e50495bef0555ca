package io.countersign.sources;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The headers by which a proxy tells a vendor which tenants it lets through. Where a log shows
/// one, the restriction was in force for that request: what the vendor answered then says on which
/// side of it the account lies.
final class RestrictionHeaders {
    /// Anthropic takes up to 500 ids; a log that shows more than this decides nothing by them.
    static final int MAX_IDS = 32;

    /// Lower case; Anthropic numbers the further ones of a long list.
    private static final Set<String> NAMES =
            Set.of(
                    "anthropic-allowed-org-ids",
                    "chatgpt-allowed-workspace-id",
                    "openai-allowed-organization-ids",
                    "sec-github-allowed-enterprise");

    private RestrictionHeaders() {}

    /// Notes the tenants where the name is that of such a header.
    ///
    /// @param value ids between commas; what follows a semicolon is a parameter
    static void add(Event.Builder event, @Nullable String name, @Nullable String value) {
        if (name == null || value == null || !NAMES.contains(stem(name))) {
            return;
        }
        int parameter = value.indexOf(';');
        String list = parameter < 0 ? value : value.substring(0, parameter);
        String[] ids = list.split(",", MAX_IDS);
        for (String id : ids) {
            event.accountHint(AccountHint.Kind.TENANT_RESTRICTION, Lenient.text(id.strip()));
        }
    }

    /// Without the number of a continuation.
    private static String stem(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        int end = lower.length();
        while (end > 0 && lower.charAt(end - 1) >= '0' && lower.charAt(end - 1) <= '9') {
            end--;
        }
        return lower.substring(0, end);
    }
}
