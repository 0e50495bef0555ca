package io.countersign.audit.timestamp;

import io.countersign.audit.merkle.Sha256;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/// An authority's answer (`.tsr`, RFC 3161 section 2.4.2), as `openssl ts -verify` reads it too.
/// Holds at the time that the token bears: an authority whose certificate expired later still
/// vouches for what it stamped. Revocation is not asked for: that would need a network.
public final class TimestampResponse {
    /// A longer answer is refused; one with its certificates has some thousand bytes.
    public static final int MAX_BYTES = 65_536;

    private TimestampResponse() {}

    /// Checks an answer about a message: imprint, signature, purpose of the certificate, and its
    /// path to one of the anchors where there are some.
    public static TimestampVerdict verify(
            byte[] response, byte[] message, List<X509Certificate> anchors) {
        if (response.length > MAX_BYTES) {
            return new TimestampVerdict.Refused("The authority's answer is too long for one.");
        }
        try {
            TimeStampToken token = new TimeStampResponse(response).getTimeStampToken();
            if (token == null) {
                return new TimestampVerdict.Refused("The authority's answer holds no token.");
            }
            if (!token.getTimeStampInfo()
                            .getMessageImprintAlgOID()
                            .equals(NISTObjectIdentifiers.id_sha256)
                    || !Sha256.of(message)
                            .matches(token.getTimeStampInfo().getMessageImprintDigest(), 0)) {
                return new TimestampVerdict.Refused(
                        "The token is about something else: it was moved here, or what it is about was"
                                + " changed.");
            }
            return signature(token, anchors);
        } catch (TSPException | IOException | RuntimeException _malformed) {
            // Bouncy Castle throws unchecked exceptions for some malformed input.
            return new TimestampVerdict.Refused("This is no answer of a time stamping authority.");
        }
    }

    private static TimestampVerdict signature(TimeStampToken token, List<X509Certificate> anchors) {
        try {
            List<X509CertificateHolder> own = new ArrayList<>();
            for (X509CertificateHolder certificate : token.getCertificates().getMatches(null)) {
                if (token.getSID().match(certificate)) {
                    own.add(certificate);
                }
            }
            if (own.size() != 1) {
                return new TimestampVerdict.Refused(
                        "The token does not carry the certificate of its signer.");
            }
            X509CertificateHolder signer = own.getFirst();
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
            if (!anchors.isEmpty()) {
                path(token, signer, anchors);
            }
            return new TimestampVerdict.Valid(
                    token.getTimeStampInfo().getGenTime().toInstant(), !anchors.isEmpty());
        } catch (TSPException | OperatorException _bad) {
            return new TimestampVerdict.Refused(
                    "The token's signature or the purpose of its certificate does not hold.");
        } catch (GeneralSecurityException _noPath) {
            return new TimestampVerdict.Refused(
                    "No path leads from the token's certificate to an authority that you trust.");
        }
    }

    private static void path(
            TimeStampToken token, X509CertificateHolder signer, List<X509Certificate> anchors)
            throws GeneralSecurityException {
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        List<X509Certificate> carried = new ArrayList<>();
        for (X509CertificateHolder certificate : token.getCertificates().getMatches(null)) {
            carried.add(converter.getCertificate(certificate));
        }
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(converter.getCertificate(signer));
        Set<TrustAnchor> trusted =
                anchors.stream()
                        .map(certificate -> new TrustAnchor(certificate, null))
                        .collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(carried)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(token.getTimeStampInfo().getGenTime().toInstant()));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }
}
