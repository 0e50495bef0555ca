package io.countersign.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.KeyType;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessPolicyTest {
    private static final List<VerifierKey> KEYS =
            IntStream.range(0, 4)
                    .mapToObj(i -> key("w" + i + ".example.org", KeyType.ED25519_COSIGNATURE, i))
                    .toList();

    private static final VerifierKey LOG = key("example.org/log", KeyType.ED25519, 9);

    private static VerifierKey key(String name, KeyType type, int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return new VerifierKey(name, type, bytes);
    }

    private static String text(String definitions) {
        StringBuilder text = new StringBuilder("# a policy\n\nlog " + LOG.vkey() + "\n");
        for (int i = 0; i < KEYS.size(); i++) {
            text.append("witness w").append(i).append('\t').append(KEYS.get(i).vkey()).append('\n');
        }
        return text + definitions;
    }

    @Test
    void groupsOfGroupsCountMembersNotKeys() throws MalformedNoteException {
        WitnessPolicy policy =
                WitnessPolicy.parse(
                        text(
                                "group a any w0 w1\ngroup b all w2 w3\ngroup both 2 a b\nquorum both\n"));
        assertThat(policy.logs()).containsExactly(LOG);
        assertThat(policy.isSatisfiedBy(KEYS)).isTrue();
        assertThat(policy.isSatisfiedBy(List.of(KEYS.get(1), KEYS.get(2), KEYS.get(3)))).isTrue();
        assertThat(policy.isSatisfiedBy(List.of(KEYS.get(0), KEYS.get(1), KEYS.get(2)))).isFalse();
        assertThat(policy.isSatisfiedBy(List.of(KEYS.get(2), KEYS.get(3)))).isFalse();
        assertThat(policy.isSatisfiedBy(List.of(LOG))).isFalse();
        assertThat(WitnessPolicy.parse(policy.text())).isEqualTo(policy);
    }

    @Test
    void noQuorumAsksForNobodyAndAWitnessForItself() throws MalformedNoteException {
        assertThat(WitnessPolicy.parse(text("quorum none\n")).isSatisfiedBy(List.of())).isTrue();
        WitnessPolicy one = WitnessPolicy.parse(text("quorum w3\n"));
        assertThat(one.isSatisfiedBy(List.of(KEYS.get(3)))).isTrue();
        assertThat(one.isSatisfiedBy(List.of(KEYS.get(0)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "quorum w9\n",
                "quorum none\nquorum none\n",
                "group g 1 later\nwitness later x\nquorum g\n",
                "group g 3 w0 w1\nquorum g\n",
                "group g 0 w0\nquorum g\n",
                "group g any\nquorum g\n",
                "group g 1 w0 w0\nquorum g\n",
                "group w0 1 w1\nquorum w0\n",
                "group none 1 w1\nquorum none\n",
                "witness x no-vkey\nquorum none\n",
                "surprise w0\nquorum none\n"
            })
    void whatIsNoPolicyIsRefused(String definitions) {
        assertThatThrownBy(() -> WitnessPolicy.parse(text(definitions)))
                .isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aKeyOfALogIsNoWitnessAndNoKeyIsTwo() {
        assertThatThrownBy(() ->
                        WitnessPolicy.parse(text("witness x " + LOG.vkey() + "\nquorum none\n")))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() ->
                        WitnessPolicy.parse(
                                text("witness x " + KEYS.get(0).vkey() + "\nquorum none\n")))
                .isInstanceOf(MalformedNoteException.class);
    }
}
