package io.countersign.app.policy;

import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.schemas.IdentityRules;
import io.countersign.schemas.IdentitySuffix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the rules for spellings of people, the accounts and devices that are nobody's own, and the
/// keys of those who may agree to what two persons have to agree to.
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
                        root.texts("shared_devices"),
                        approvers(root));
        for (String shared : concat(rules)) {
            if (shared.equals("*")) {
                throw root.fault("shared_accounts", "* alone would make everybody nobody");
            }
        }
        root.done();
        return rules;
    }

    /// Who may agree to what two persons have to agree to: each key is one person's, so that one
    /// key is never two persons.
    private static List<String> approvers(YamlMap root) throws InvalidPolicyFileException {
        List<VerifierKey> keys = new ArrayList<>();
        for (YamlMap map : root.maps("approvers")) {
            String person = map.text("person");
            VerifierKey key;
            try {
                key = VerifierKey.parse(map.text("key"));
            } catch (MalformedNoteException e) {
                throw map.fault("key", "no vkey: " + e.getMessage());
            }
            if (!key.is(KeyType.ED25519)) {
                throw map.fault("key", "not an Ed25519 key");
            }
            if (!key.name().equals(person)) {
                throw map.fault("key", "made for another name than that of the person");
            }
            for (VerifierKey other : keys) {
                if (Arrays.equals(other.publicKey(), key.publicKey())) {
                    throw map.fault("key", "stands there twice: each key is one person's");
                }
            }
            map.done();
            keys.add(key);
        }
        return keys.stream().map(VerifierKey::vkey).toList();
    }

    private static List<String> concat(IdentityRules rules) {
        List<String> all = new ArrayList<>(rules.getSharedAccounts());
        all.addAll(rules.getSharedDevices());
        return all;
    }
}
