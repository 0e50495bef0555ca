package io.countersign.app.policy;

import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentitySuffix;
import java.util.ArrayList;
import java.util.List;

/// Reads the rules for spellings of people, and the accounts and devices that are nobody's own.
public final class IdentityYaml {
    private IdentityYaml() {}

    /// @throws InvalidPolicyFileException with the path of what does not fit
    public static IdentityRules read(String file, String text) throws InvalidPolicyFileException {
        YamlMap root = YamlMap.parse(file, text);
        List<IdentitySuffix> suffixes = new ArrayList<>();
        for (YamlMap map : root.maps("upn_suffixes")) {
            suffixes.add(
                    new IdentitySuffix(map.text("suffix"), map.optionalText("same_as").orElse("")));
            map.done();
        }
        IdentityRules rules =
                new IdentityRules(
                        root.texts("domains"),
                        suffixes,
                        root.flag("mail_in_brackets", false),
                        root.texts("shared_accounts"),
                        root.texts("shared_devices"));
        for (String shared : concat(rules)) {
            if (shared.equals("*")) {
                throw root.fault("shared_accounts", "* alone would make everybody nobody");
            }
        }
        root.done();
        return rules;
    }

    private static List<String> concat(IdentityRules rules) {
        List<String> all = new ArrayList<>(rules.getSharedAccounts());
        all.addAll(rules.getSharedDevices());
        return all;
    }
}
