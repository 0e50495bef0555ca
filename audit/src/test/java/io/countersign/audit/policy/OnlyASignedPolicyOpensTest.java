package io.countersign.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.policy.PolicyOpening.Fault;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicySignature;
import io.countersign.schemas.SignedPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnlyASignedPolicyOpensTest {
    private final Ed25519NoteSigner ours = signer("policy.example.org", 1);
    private final Ed25519NoteSigner other = signer("other.example.org", 2);

    private static Ed25519NoteSigner signer(String name, int fill) {
        byte[] seed = new byte[Ed25519NoteSigner.SEED_BYTES];
        java.util.Arrays.fill(seed, (byte) fill);
        return new Ed25519NoteSigner(name, seed);
    }

    private static PolicyDocument policy(String version) {
        return PolicyDocument.newBuilder()
                .setVersion(version)
                .setCatalogueVersion("none")
                .setServices(List.of())
                .setWatched(List.of())
                .setUpstreamDlp(List.of())
                .build();
    }

    private PolicyOpening open(SignedPolicy signed) throws Exception {
        return PolicyNote.open(signed, List.of(NoteVerifier.of(ours.verifierKey())));
    }

    @Test
    void whatWasSignedOpensAndIsNamedByTheHashOfItsBytes() throws Exception {
        SignedPolicy signed = PolicyNote.sign(policy("v1"), List.of(other, ours));

        PolicyOpening.Trusted trusted = (PolicyOpening.Trusted) open(signed);

        assertThat(trusted.policy()).isEqualTo(policy("v1"));
        assertThat(trusted.sha256()).isEqualTo(Sha256.of(PolicyNote.encode(policy("v1"))));
        assertThat(trusted.by()).containsExactly(ours.verifierKey());
    }

    /// Any note verifier can check it: the text is what the class doc says.
    @Test
    void theSignatureIsThatOfASignedNote() {
        SignedPolicy signed = PolicyNote.sign(policy("v1"), List.of(ours));
        String text =
                "countersign/policy\n" + Sha256.of(PolicyNote.encode(policy("v1"))).base64() + "\n";

        assertThat(signed.getSignatures().getFirst().getSignature().array())
                .isEqualTo(
                        SignedNote.sign(text, List.of(ours)).signatures().getFirst().signature());
        assertThat(ours.sign(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(signed.getSignatures().getFirst().getSignature().array());
    }

    @Test
    void whatIsNotSignedAsItStandsIsRefused() throws Exception {
        SignedPolicy good = PolicyNote.sign(policy("v1"), List.of(ours));
        ByteBuffer otherBytes = ByteBuffer.wrap(PolicyNote.encode(policy("v2")));
        byte[] notAPolicy = {1, 2, 3};
        String text = "countersign/policy\n" + Sha256.of(notAPolicy).base64() + "\n";
        PolicySignature overGarbage =
                new PolicySignature(
                        ours.verifierKey().name(),
                        ours.verifierKey().keyId(),
                        ByteBuffer.wrap(ours.sign(text.getBytes(StandardCharsets.UTF_8))));

        assertThat(open(new SignedPolicy(otherBytes, good.getSignatures())))
                .isEqualTo(new PolicyOpening.Refused(Fault.BAD_SIGNATURE));
        assertThat(open(new SignedPolicy(good.getPolicy(), List.of())))
                .isEqualTo(new PolicyOpening.Refused(Fault.NO_TRUSTED_SIGNATURE));
        assertThat(open(PolicyNote.sign(policy("v1"), List.of(other))))
                .isEqualTo(new PolicyOpening.Refused(Fault.NO_TRUSTED_SIGNATURE));
        assertThat(
                        open(
                                new SignedPolicy(
                                        ByteBuffer.wrap(new byte[PolicyNote.MAX_BYTES + 1]),
                                        good.getSignatures())))
                .isEqualTo(new PolicyOpening.Refused(Fault.TOO_LARGE));
        assertThat(open(new SignedPolicy(ByteBuffer.wrap(notAPolicy), List.of(overGarbage))))
                .isEqualTo(new PolicyOpening.Refused(Fault.MALFORMED));
    }
}
