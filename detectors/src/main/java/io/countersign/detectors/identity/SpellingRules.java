package io.countersign.detectors.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How the spellings of one account differ at this site, and which accounts and devices are
/// nobody's own. Only what is declared is done; case never counts.
public final class SpellingRules {
    /// Nothing is declared.
    public static final SpellingRules NONE =
            new SpellingRules(Set.of(), Map.of(), false, List.of(), List.of());

    private static final Pattern MAIL_IN_BRACKETS =
            Pattern.compile("[^()<>]{0,256}[(<]\\s*([^()<>\\s]{1,254}@[^()<>\\s]{1,254})\\s*[)>]");

    private final Set<String> domains;
    private final Map<String, String> suffixes;
    private final boolean mailInBrackets;
    private final Names sharedAccounts;
    private final Names sharedDevices;

    /// @param domains Windows domains: `DOMAIN\\user` is the same as `user`
    /// @param suffixes `user@key` is the same as `user@value`; as `user` where the value is empty
    /// @param mailInBrackets `Name (mail)` and `Name <mail>` are the same as `mail`
    /// @param sharedAccounts names; one that ends with `*` stands for all that begin so
    /// @param sharedDevices device names and addresses, in the same way
    public SpellingRules(
            Set<String> domains,
            Map<String, String> suffixes,
            boolean mailInBrackets,
            Collection<String> sharedAccounts,
            Collection<String> sharedDevices) {
        this.domains =
                domains.stream().map(SpellingRules::folded).collect(Collectors.toUnmodifiableSet());
        Map<String, String> canonical = new HashMap<>();
        suffixes.forEach((suffix, same) -> canonical.put(folded(suffix), folded(same)));
        this.suffixes = Map.copyOf(canonical);
        this.mailInBrackets = mailInBrackets;
        this.sharedAccounts = new Names(sharedAccounts);
        this.sharedDevices = new Names(sharedDevices);
    }

    /// The one case in which spellings are compared.
    static String folded(String spelling) {
        return Objects.requireNonNull(spelling, "spelling").strip().toLowerCase(Locale.ROOT);
    }

    /// The spelling itself and what the rules make of it, in the order in which they are asked for;
    /// folded.
    Set<String> forms(String spelling) {
        Set<String> forms = new LinkedHashSet<>();
        String given = folded(spelling);
        add(forms, given);
        if (mailInBrackets) {
            Matcher mail = MAIL_IN_BRACKETS.matcher(given);
            if (mail.matches()) {
                add(forms, mail.group(1));
            }
        }
        return forms;
    }

    private void add(Set<String> forms, String form) {
        forms.add(form);
        int backslash = form.indexOf('\\');
        if (backslash > 0 && domains.contains(form.substring(0, backslash))) {
            forms.add(form.substring(backslash + 1));
        }
        int at = form.lastIndexOf('@');
        if (at > 0) {
            String same = suffixes.get(form.substring(at + 1));
            if (same != null) {
                forms.add(
                        same.isEmpty() ? form.substring(0, at) : form.substring(0, at + 1) + same);
            }
        }
    }

    boolean isSharedAccount(Set<String> forms) {
        for (String form : forms) {
            if (sharedAccounts.has(form)) {
                return true;
            }
        }
        return false;
    }

    boolean isSharedDevice(String name) {
        return !sharedDevices.isEmpty() && sharedDevices.has(folded(name));
    }

    /// Whole names, and beginnings of names.
    private static final class Names {
        private final Set<String> whole;
        private final List<String> beginnings;

        Names(Collection<String> names) {
            whole =
                    names.stream()
                            .filter(name -> !name.endsWith("*"))
                            .map(SpellingRules::folded)
                            .collect(Collectors.toUnmodifiableSet());
            beginnings =
                    names.stream()
                            .filter(name -> name.endsWith("*"))
                            .map(name -> folded(name.substring(0, name.length() - 1)))
                            .toList();
        }

        boolean isEmpty() {
            return whole.isEmpty() && beginnings.isEmpty();
        }

        boolean has(String folded) {
            if (whole.contains(folded)) {
                return true;
            }
            for (String beginning : beginnings) {
                if (folded.startsWith(beginning)) {
                    return true;
                }
            }
            return false;
        }
    }
}
