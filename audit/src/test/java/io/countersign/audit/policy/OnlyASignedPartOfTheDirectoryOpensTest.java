package io.countersign.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.policy.IdentityNote.Opening;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.IdentityPart;
import io.countersign.schemas.IdentityStint;
import io.countersign.schemas.PolicyPeriod;
import io.countersign.schemas.SignedIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnlyASignedPartOfTheDirectoryOpensTest {
    private static final String KEY = "people/07";

    private final Ed25519NoteSigner ours = signer("policy.example.org", 1);
    private final Ed25519NoteSigner other = signer("other.example.org", 2);

    private static Ed25519NoteSigner signer(String name, int fill) {
        byte[] seed = new byte[Ed25519NoteSigner.SEED_BYTES];
        Arrays.fill(seed, (byte) fill);
        return new Ed25519NoteSigner(name, seed);
    }

    private static IdentityPart part(String person, int people) {
        List<IdentityStint> stints = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            stints.add(
                    new IdentityStint(
                            person + i,
                            List.of("login" + i),
                            "Oncology",
                            "physician",
                            new PolicyPeriod(null, 5L)));
        }
        return IdentityPart.newBuilder()
                .setKey(KEY)
                .setLoadedMillis(1)
                .setStints(stints)
                .setLeases(List.of())
                .build();
    }

    private Opening open(String key, SignedIdentity signed) throws Exception {
        return IdentityNote.open(key, signed, List.of(NoteVerifier.of(ours.verifierKey())));
    }

    @Test
    void whatWasSignedOpensWhole() throws Exception {
        assertThat(open(KEY, IdentityNote.sign(part("E", 3), List.of(ours))))
                .isEqualTo(new Opening.Trusted(part("E", 3)));
    }

    @Test
    void anotherSignerAnotherKeyOtherBytesAndASignedPolicyAreRefused() throws Exception {
        SignedIdentity good = IdentityNote.sign(part("E", 1), List.of(ours));
        SignedIdentity foreign = IdentityNote.sign(part("E", 1), List.of(other));
        SignedIdentity moved =
                new SignedIdentity(
                        IdentityNote.sign(part("X", 1), List.of(ours)).getPart(),
                        good.getSignatures());
        // The same bytes, signed as a policy.
        SignedIdentity asPolicy =
                new SignedIdentity(
                        good.getPart(),
                        SignedBytes.sign(
                                "countersign/policy",
                                SignedBytes.bytesOf(good.getPart()),
                                List.of(ours)));

        assertThat(open(KEY, foreign)).isEqualTo(new Opening.Refused(Fault.NO_TRUSTED_SIGNATURE));
        assertThat(open("people/08", good)).isEqualTo(new Opening.Refused(Fault.MALFORMED));
        assertThat(open(KEY, moved)).isEqualTo(new Opening.Refused(Fault.BAD_SIGNATURE));
        assertThat(open(KEY, asPolicy)).isEqualTo(new Opening.Refused(Fault.BAD_SIGNATURE));
    }

    @Test
    void aPartThatNoRecordHoldsIsRefusedWithItsKey() {
        assertThatThrownBy(() -> IdentityNote.sign(part("E".repeat(200), 5_000), List.of(ours)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(KEY);
    }
}
