package io.countersign.app.keys;

import io.countersign.app.config.Configuration;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.witness.WitnessPolicy;
import io.countersign.ledger.Witness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an auditor gets, by another way than the log's: public keys, a policy file, and how to
/// check.
///
/// @param keys of the log
/// @param policySigners vkeys whose signatures count on a policy
/// @param witnesses who cosigns the log's checkpoints, and how many have to
public record AuditorKit(
        String origin,
        List<VerifierKey> keys,
        List<String> policySigners,
        Configuration.Witnesses witnesses) {
    public AuditorKit {
        keys = List.copyOf(keys);
        policySigners = List.copyOf(policySigners);
        if (keys.stream().noneMatch(key -> key.is(KeyType.ED25519))) {
            throw new IllegalArgumentException("there is no key of the log yet: keys generate");
        }
    }

    /// One line to read aloud, to print or to publish: the SHA-256 of the vkey.
    public static String fingerprint(VerifierKey key) {
        return "%-10s %s %s"
                .formatted(
                        key.is(KeyType.ED25519) ? "Ed25519" : "ML-DSA-44",
                        Sha256.of(key.vkey().getBytes(StandardCharsets.UTF_8)).hex(),
                        key.name());
    }

    /// Those of all keys.
    public List<String> fingerprints() {
        return keys.stream().map(AuditorKit::fingerprint).toList();
    }

    /// Writes the files, over none that is there.
    public List<Path> write(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : files().entrySet()) {
            written.add(
                    Files.writeString(
                            directory.resolve(file.getKey()),
                            file.getValue(),
                            StandardOpenOption.CREATE_NEW));
        }
        return written;
    }

    private Map<String, String> files() {
        List<VerifierKey> ed25519 = keys.stream().filter(key -> key.is(KeyType.ED25519)).toList();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("auditor.vkeys", new VerifierKeys(keys).text());
        // Programs of others take a file with one key, of Ed25519.
        files.put("log.vkey", ed25519.getFirst().vkey() + "\n");
        files.put("log.policy", policy(ed25519));
        if (!policySigners.isEmpty()) {
            files.put("policy.pub", String.join("\n", policySigners) + "\n");
        }
        files.put("FINGERPRINTS", String.join("\n", fingerprints()) + "\n");
        files.put("README.md", readme());
        return files;
    }

    /// A witness with keys of two types is two witnesses of C2SP; any of its lines counts for it.
    private String policy(List<VerifierKey> ed25519) {
        Map<String, VerifierKey> named = new LinkedHashMap<>();
        Map<String, WitnessPolicy.Group> groups = new LinkedHashMap<>();
        List<String> members = new ArrayList<>();
        for (Witness witness : witnesses.members()) {
            List<String> own = new ArrayList<>();
            for (VerifierKey key : witness.keys()) {
                own.add(witness.name() + "-" + own.size());
                named.put(own.getLast(), key);
            }
            groups.put(witness.name(), new WitnessPolicy.Group(1, own));
            members.add(witness.name());
        }
        if (members.isEmpty()) {
            return new WitnessPolicy(ed25519, named, groups, Optional.empty()).text();
        }
        groups.put("all-witnesses", new WitnessPolicy.Group(witnesses.quorum(), members));
        return new WitnessPolicy(ed25519, named, groups, Optional.of("all-witnesses")).text();
    }

    private String readme() {
        return """
        # Checking the log %s

        You got this folder by another way than the log. Compare FINGERPRINTS with what was published elsewhere: each is the
        SHA-256 of a line of `auditor.vkeys`, without its end.

            head -c -1 log.vkey | sha256sum

        Then, with a copy of the log (its folder holds `checkpoint` and `tile/`; `log.checkpoints` and `log.timestamps` lie beside it):

            countersign verify LOG --vkeys auditor.vkeys --witness-policy log.policy
            python3 verify.py log LOG auditor.vkeys
            fsck --storage_url=file:///ABSOLUTE/LOG/ --public_key=log.vkey --ui=false -N=64

        The first is ours and says AUTHENTIC; the second is 300 lines of Python to read before you run them (docs/spec/verify.py); the third
        is Tessera's, which says "Successfully fsck'd". Keep the size and root that you saw: a later log must contain them.

        Entries that come without the log, as `FILE.tlog-proof` or as a pack `FILE.zip`, are checked with the same keys:

            countersign verify FILE.zip --vkeys auditor.vkeys
            python3 verify_pack.py FILE.zip auditor.vkeys

        Where the log has exchanged its keys since, the first says so and follows the exchange from your key. Where a key was
        revoked, no key that you have helps: ask for the new vkey, and compare its fingerprint.

        - `auditor.vkeys`: all public keys of the log, of Ed25519 and ML-DSA-44.
        - `log.vkey`: the Ed25519 one alone, as programs of others take it.
        - `log.policy`: C2SP tlog-policy, with the witnesses that cosign the log and how many have to.
        - `policy.pub`: whose signatures count on a policy, where the site has named them.
        """
                .formatted(origin);
    }
}
