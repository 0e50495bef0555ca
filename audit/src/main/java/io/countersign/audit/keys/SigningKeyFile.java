package io.countersign.audit.keys;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.SeededSigner;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/// A file with a private key of Ed25519 (RFC 8410) or ML-DSA-44 (RFC 9881, the seed alone), in the
/// PEM forms that OpenSSL reads and writes (ML-DSA from version 3.5):
///
/// - encrypted, the normal form: `ENCRYPTED PRIVATE KEY` (PKCS#8, PBES2 with PBKDF2-HMAC-SHA256 and
///   AES-256-CBC);
/// - unencrypted, `PRIVATE KEY`, only under a file name that says so: [#UNENCRYPTED_SUFFIX].
///
/// Files are made with mode 0600 and never written over; who may read them is checked as for
/// [SecretFile]. POSIX file systems only. Stateless and safe for any thread. What is refused is a
/// [SecretRefusedException], which quotes nothing of the file.
public final class SigningKeyFile {
    /// How the name of a file with an unencrypted key has to end.
    public static final String UNENCRYPTED_SUFFIX = ".unencrypted-private-key.pem";

    /// PBKDF2 rounds of the files that we write.
    public static final int ITERATIONS = 600_000;

    /// A file that asks for more rounds is refused: they are work before the password is known.
    public static final int MAX_ITERATIONS = 10_000_000;

    private static final String ALGORITHM = "PBEWithHmacSHA256AndAES_256";

    /// Under the name of the algorithm the JDK finds no object identifier for the container.
    private static final String CONTAINER = "PBES2";

    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String UNENCRYPTED = "PRIVATE KEY";
    private static final int SALT_BYTES = 16;
    private static final int MAX_FILE_BYTES = 4096;
    private static final int PEM_LINE_CHARS = 64;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /// PKCS#8 around a 32-byte seed.
    private enum Container {
        /// RFC 8410: version 0, id-Ed25519, an octet string in an octet string.
        ED25519("Ed25519", "302e020100300506032b657004220420"),

        /// RFC 9881: version 0, id-ml-dsa-44, the choice `seed` in an octet string.
        ML_DSA_44("ML-DSA-44", "3034020100300b060960864801650304031104228020");

        private final String algorithm;
        private final String prefix;

        Container(String algorithm, String prefix) {
            this.algorithm = algorithm;
            this.prefix = prefix;
        }

        static Container of(SeededSigner signer) {
            return switch (signer) {
                case Ed25519NoteSigner _ed25519 -> ED25519;
                case MlDsa44CheckpointSigner _mlDsa -> ML_DSA_44;
            };
        }

        byte[] pkcs8(byte[] seed) {
            byte[] prefix = HexFormat.of().parseHex(this.prefix);
            byte[] pkcs8 = Arrays.copyOf(prefix, prefix.length + seed.length);
            System.arraycopy(seed, 0, pkcs8, prefix.length, seed.length);
            return pkcs8;
        }

        byte[] seed(Path file, byte[] pkcs8) throws SecretRefusedException {
            byte[] prefix = HexFormat.of().parseHex(this.prefix);
            if (pkcs8.length != prefix.length + SeededSigner.SEED_BYTES
                    || !Arrays.equals(pkcs8, 0, prefix.length, prefix, 0, prefix.length)) {
                throw new SecretRefusedException(file, "holds no " + algorithm + " private key");
            }
            return Arrays.copyOfRange(pkcs8, prefix.length, pkcs8.length);
        }
    }

    private SigningKeyFile() {}

    /// Writes a key under a password.
    ///
    /// @param password at least one character; not changed
    /// @throws java.nio.file.FileAlreadyExistsException where the file is there already
    public static void createEncrypted(
            Path file, SeededSigner key, char[] password, SecureRandom random) throws IOException {
        if (password.length == 0) {
            throw new IllegalArgumentException("an encrypted key file needs a password");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] pkcs8 = pkcs8(key);
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(CONTAINER);
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    derive(password),
                    new PBEParameterSpec(salt, ITERATIONS),
                    random);
            byte[] ciphertext = cipher.doFinal(pkcs8);
            parameters.init(cipher.getParameters().getEncoded());
            create(
                    file,
                    ENCRYPTED,
                    new EncryptedPrivateKeyInfo(parameters, ciphertext).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + ALGORITHM, e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// Writes a key in the clear, for a demonstration.
    ///
    /// @throws IllegalArgumentException where the file's name does not end with
    ///   [#UNENCRYPTED_SUFFIX]
    /// @throws java.nio.file.FileAlreadyExistsException where the file is there already
    public static void createUnencrypted(Path file, SeededSigner key) throws IOException {
        requireTellingName(file);
        byte[] pkcs8 = pkcs8(key);
        try {
            create(file, UNENCRYPTED, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /// Reads an encrypted Ed25519 key.
    ///
    /// @param expected the public half: the container does not protect its content, and a damaged
    ///   file can hold another key
    public static Ed25519NoteSigner readEncrypted(Path file, VerifierKey expected, char[] password)
            throws IOException {
        return ed25519(file, expected, decrypted(file, password));
    }

    /// The same for ML-DSA-44.
    ///
    /// @param clock whose time signatures bear
    public static MlDsa44CheckpointSigner readEncryptedMlDsa44(
            Path file, VerifierKey expected, char[] password, InstantSource clock)
            throws IOException {
        return mlDsa44(file, expected, decrypted(file, password), clock);
    }

    private static byte[] decrypted(Path file, char[] password) throws IOException {
        byte[] der = read(file, ENCRYPTED);
        try {
            EncryptedPrivateKeyInfo sealed = new EncryptedPrivateKeyInfo(der);
            AlgorithmParameters parameters = sealed.getAlgParameters();
            // The generic name hides what the file chose; the parameters' own text names it.
            if (!ALGORITHM.equals(parameters.toString())) {
                throw new SecretRefusedException(
                        file, "is not encrypted with PBKDF2-HMAC-SHA256 and AES-256-CBC");
            }
            PBEParameterSpec spec = parameters.getParameterSpec(PBEParameterSpec.class);
            if (spec.getIterationCount() > MAX_ITERATIONS) {
                throw new SecretRefusedException(
                        file, "asks for more than " + MAX_ITERATIONS + " rounds");
            }
            Cipher cipher = Cipher.getInstance(ALGORITHM);
            cipher.init(Cipher.DECRYPT_MODE, derive(password), parameters);
            return cipher.doFinal(sealed.getEncryptedData());
        } catch (GeneralSecurityException _wrong) {
            // Without its cause: which step failed is of use to a guesser only.
            throw new SecretRefusedException(file, "does not open with this password");
        } catch (SecretRefusedException e) {
            throw e;
        } catch (IOException | RuntimeException _damaged) {
            throw new SecretRefusedException(file, "is not an encrypted private key");
        }
    }

    /// Reads an Ed25519 key in the clear.
    ///
    /// @param expected the public half
    /// @throws IllegalArgumentException where the file's name does not end with
    ///   [#UNENCRYPTED_SUFFIX]
    public static Ed25519NoteSigner readUnencrypted(Path file, VerifierKey expected)
            throws IOException {
        requireTellingName(file);
        return ed25519(file, expected, read(file, UNENCRYPTED));
    }

    /// The same for ML-DSA-44.
    ///
    /// @param clock whose time signatures bear
    public static MlDsa44CheckpointSigner readUnencryptedMlDsa44(
            Path file, VerifierKey expected, InstantSource clock) throws IOException {
        requireTellingName(file);
        return mlDsa44(file, expected, read(file, UNENCRYPTED), clock);
    }

    private static void requireTellingName(Path file) {
        if (!file.toString().endsWith(UNENCRYPTED_SUFFIX)) {
            throw new IllegalArgumentException(
                    "the name of a file with an unencrypted key ends with " + UNENCRYPTED_SUFFIX);
        }
    }

    private static byte[] pkcs8(SeededSigner key) {
        byte[] seed = key.exposeSecretSeed();
        try {
            return Container.of(key).pkcs8(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static Ed25519NoteSigner ed25519(Path file, VerifierKey expected, byte[] pkcs8)
            throws SecretRefusedException {
        byte[] seed = wiping(file, pkcs8, Container.ED25519);
        return expected(file, expected, new Ed25519NoteSigner(expected.name(), seed), seed);
    }

    private static MlDsa44CheckpointSigner mlDsa44(
            Path file, VerifierKey expected, byte[] pkcs8, InstantSource clock)
            throws SecretRefusedException {
        byte[] seed = wiping(file, pkcs8, Container.ML_DSA_44);
        return expected(
                file, expected, new MlDsa44CheckpointSigner(expected.name(), seed, clock), seed);
    }

    private static byte[] wiping(Path file, byte[] pkcs8, Container container)
            throws SecretRefusedException {
        try {
            return container.seed(file, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static <S extends SeededSigner> S expected(
            Path file, VerifierKey expected, S signer, byte[] seed) throws SecretRefusedException {
        Arrays.fill(seed, (byte) 0);
        if (!signer.verifierKey().equals(expected)) {
            throw new SecretRefusedException(file, "holds another key than the one expected");
        }
        return signer;
    }

    private static SecretKey derive(char[] password) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }

    private static void create(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(PEM_LINE_CHARS, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel instanceof FileChannel durable) {
                durable.force(true);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] read(Path file, String label) throws IOException {
        KeyFileAccess.require(file);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            throw new SecretRefusedException(file, "is not a key file");
        }
        String pem = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
        String begin = "-----BEGIN " + label + "-----\n";
        String end = "\n-----END " + label + "-----";
        if (!pem.startsWith(begin)
                || !pem.endsWith(end)
                || pem.length() < begin.length() + end.length()) {
            throw new SecretRefusedException(file, "is not a PEM file with one " + label);
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(pem.substring(begin.length(), pem.length() - end.length()));
        } catch (IllegalArgumentException _malformed) {
            // Without its cause, whose message quotes a character of the secret.
            throw new SecretRefusedException(file, "holds no base64");
        }
    }
}
