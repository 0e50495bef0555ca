package io.countersign.schemas.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Certificates and PKCS #8 private keys in RFC 7468 text. Messages never quote it.
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final String[] KEY_ALGORITHMS = {"RSA", "EC", "EdDSA"};

    private Pem() {}

    /// @throws GeneralSecurityException where there is none, or one is damaged
    public static List<Certificate> certificates(String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            if (blocks.group(1).equals("CERTIFICATE")) {
                certificates.add(
                        factory.generateCertificate(
                                new ByteArrayInputStream(bytes(blocks.group(2)))));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no CERTIFICATE in the PEM text");
        }
        return certificates;
    }

    /// The first private key of the text: RSA, EC or EdDSA.
    ///
    /// @param password of an encrypted key
    /// @throws GeneralSecurityException where there is none that can be read
    public static PrivateKey privateKey(String text, Optional<String> password)
            throws GeneralSecurityException, IOException {
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return privateKey(new PKCS8EncodedKeySpec(bytes(blocks.group(2))));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return privateKey(
                            decrypted(
                                    bytes(blocks.group(2)),
                                    password.orElseThrow(() ->
                                            new GeneralSecurityException(
                                                    "the private key needs a password"))));
                }
                default -> {} // certificates beside the key
            }
        }
        throw new GeneralSecurityException("no PKCS #8 PRIVATE KEY in the PEM text");
    }

    private static KeySpec decrypted(byte[] der, String password)
            throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(der);
        // For PBES2 the name says nothing; the parameters print the cipher's full name.
        String algorithm =
                sealed.getAlgName().equals("PBES2")
                                || sealed.getAlgName().equals("1.2.840.113549.1.5.13")
                        ? sealed.getAlgParameters().toString()
                        : sealed.getAlgName();
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec(password.toCharArray())),
                sealed.getAlgParameters());
        return sealed.getKeySpec(cipher);
    }

    private static PrivateKey privateKey(KeySpec spec) throws GeneralSecurityException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // A key of another algorithm: on to the next.
            }
        }
        throw new GeneralSecurityException(
                "the private key is none of " + String.join(", ", KEY_ALGORITHMS));
    }

    private static byte[] bytes(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the PEM text is not Base64");
        }
    }
}
