package io.countersign.app.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ApproversHaveAKeyEachTest {
    private static String vkey(String name, int filling) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) filling);
        return new Ed25519NoteSigner(name, seed).verifierKey().vkey();
    }

    private static String row(String person, String vkey) {
        return "  - {person: " + person + ", key: \"" + vkey + "\"}\n";
    }

    @Test
    void theirKeysAreEnrolled() throws InvalidPolicyFileException {
        String yaml =
                "approvers:\n" + row("E1001", vkey("E1001", 1)) + row("E1002", vkey("E1002", 2));
        assertThat(IdentityYaml.read("people.yaml", yaml).getApprovers())
                .containsExactly(vkey("E1001", 1), vkey("E1002", 2));
    }

    @Test
    void oneKeyIsNeverTwoPersons() {
        refused(row("E1001", vkey("E1001", 1)) + row("E1002", vkey("E1002", 1)), "twice");
    }

    @Test
    void aKeyBearsThePersonsName() {
        refused(row("E1001", vkey("E1002", 1)), "another name");
        refused(row("E1001", "E1001+00000000+AAAA"), "no vkey");
    }

    private static void refused(String rows, String why) {
        assertThatThrownBy(() -> IdentityYaml.read("people.yaml", "approvers:\n" + rows))
                .isInstanceOf(InvalidPolicyFileException.class)
                .hasMessageContaining(why);
    }
}
