package io.countersign.schemas.registry;

import static io.countersign.schemas.registry.RegistryFailuresAreToldApartTest.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.countersign.schemas.registry.RegistryException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A registry that asks for a client certificate, with keys that `keytool` makes for this run.
class RegistryTlsTest {
    private static final String PASSWORD = "store-SPOKEN-password";

    @TempDir static Path folder;

    private static FakeRegistry registry;
    private static FakeRegistry misnamed;

    @BeforeAll
    static void start() throws Exception {
        keyPair("server", "SAN=ip:127.0.0.1");
        keyPair("misnamed", "SAN=dns:elsewhere.example.org");
        keyPair("client", "SAN=dns:client.example.org");
        trustStore("trust", "PKCS12", "server", "misnamed");
        trustStore("trust-jks", "JKS", "server");
        registry = new FakeRegistry(server("server"));
        misnamed = new FakeRegistry(server("misnamed"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        misnamed.close();
    }

    @Test
    void storesInBothFileFormats() {
        reached(settings(Map.of()));
        Map<String, String> jks = settings(Map.of("ssl.truststore.type", "JKS"));
        jks.put("schema.registry.ssl.truststore.location", folder.resolve("trust-jks").toString());
        reached(jks);
    }

    @Test
    void pemInline() throws Exception {
        reached(pem(privateKeyPem(), Map.of()));
    }

    @Test
    void pemInFiles() throws Exception {
        Path trust = Files.writeString(folder.resolve("trust.pem"), certificatePem("server"));
        Path identity =
                Files.writeString(
                        folder.resolve("identity.pem"), certificatePem("client") + privateKeyPem());
        Map<String, String> settings = url();
        settings.put("schema.registry.ssl.truststore.type", "PEM");
        settings.put("schema.registry.ssl.truststore.location", trust.toString());
        settings.put("schema.registry.ssl.keystore.type", "PEM");
        settings.put("schema.registry.ssl.keystore.location", identity.toString());
        reached(settings);
    }

    @Test
    void anEncryptedKeyInPem() throws Exception {
        reached(pem(encryptedKeyPem(), Map.of("ssl.key.password", PASSWORD)));
        assertThatThrownBy(() ->
                        new SchemaRegistryClient(
                                RegistryConfig.from(pem(encryptedKeyPem(), Map.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password");
        assertThatThrownBy(() ->
                        new SchemaRegistryClient(
                                RegistryConfig.from(
                                        pem(
                                                encryptedKeyPem(),
                                                Map.of("ssl.key.password", "SPOKEN")))))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("SPOKEN");
    }

    @Test
    void withoutAnIdentityTheRegistryIsNotReached() {
        Map<String, String> settings = settings(Map.of());
        settings.keySet().removeIf(name -> name.contains("keystore"));
        unreached(settings);
    }

    @Test
    void withoutTrustTheRegistryIsNotReached() {
        Map<String, String> settings = settings(Map.of());
        settings.keySet().removeIf(name -> name.contains("truststore"));
        unreached(settings);
    }

    @Test
    void anotherHostsCertificateIsNotEnough() {
        Map<String, String> settings = settings(Map.of());
        settings.put(
                "schema.registry.url",
                "https://127.0.0.1:" + misnamed.port() + FakeRegistry.BASE_PATH);
        unreached(settings);
    }

    @Test
    void aWrongPasswordIsNamedAndNotQuoted() {
        assertThatThrownBy(() ->
                        new SchemaRegistryClient(
                                RegistryConfig.from(
                                        settings(Map.of("ssl.truststore.password", "SPOKEN")))))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("TLS settings")
                .doesNotContain("SPOKEN");
    }

    private static void reached(Map<String, String> settings) {
        RegistryConfig config = RegistryConfig.from(settings);
        assertThat(config.toString()).doesNotContain("SPOKEN").doesNotContain("BEGIN");
        try (SchemaRegistryClient client = new SchemaRegistryClient(config)) {
            assertThat(client.subjects()).isEmpty();
        }
    }

    private static void unreached(Map<String, String> settings) {
        try (SchemaRegistryClient client =
                new SchemaRegistryClient(RegistryConfig.from(settings))) {
            assertThat(failure(client::subjects).code()).isEqualTo(Code.UNAVAILABLE);
        }
    }

    private static Map<String, String> url() {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "schema.registry.url",
                "https://127.0.0.1:" + registry.port() + FakeRegistry.BASE_PATH);
        settings.put("max.retries", "0");
        return settings;
    }

    private static Map<String, String> settings(Map<String, String> others) {
        Map<String, String> settings = url();
        settings.put("schema.registry.ssl.truststore.type", "PKCS12");
        settings.put("schema.registry.ssl.truststore.location", folder.resolve("trust").toString());
        settings.put("schema.registry.ssl.truststore.password", PASSWORD);
        settings.put("schema.registry.ssl.keystore.type", "PKCS12");
        settings.put("schema.registry.ssl.keystore.location", folder.resolve("client").toString());
        settings.put("schema.registry.ssl.keystore.password", PASSWORD);
        others.forEach((name, value) -> settings.put("schema.registry." + name, value));
        return settings;
    }

    private static Map<String, String> pem(String key, Map<String, String> others)
            throws Exception {
        Map<String, String> settings = url();
        settings.put("schema.registry.ssl.truststore.type", "PEM");
        settings.put("schema.registry.ssl.truststore.certificates", certificatePem("server"));
        settings.put("schema.registry.ssl.keystore.type", "PEM");
        settings.put("schema.registry.ssl.keystore.certificate.chain", certificatePem("client"));
        settings.put("schema.registry.ssl.keystore.key", key);
        others.forEach((name, value) -> settings.put("schema.registry." + name, value));
        return settings;
    }

    private static HttpsServer server(String identity) throws Exception {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(identity), PASSWORD.toCharArray());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", load("client").getCertificate("client"));
        trust.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters ssl = context.getDefaultSSLParameters();
                        ssl.setNeedClientAuth(true);
                        parameters.setSSLParameters(ssl);
                    }
                });
        return server;
    }

    private static void keyPair(String name, String extension) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(name).toString(),
                "-storepass",
                PASSWORD);
    }

    private static void trustStore(String name, String type, String... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        for (String each : trusted) {
            store.setCertificateEntry(each, load(each).getCertificate(each));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    private static KeyStore load(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String certificatePem(String name) throws Exception {
        return pemBlock("CERTIFICATE", load(name).getCertificate(name).getEncoded());
    }

    private static String privateKeyPem() throws Exception {
        return pemBlock(
                "PRIVATE KEY",
                load("client").getKey("client", PASSWORD.toCharArray()).getEncoded());
    }

    private static String encryptedKeyPem() throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm)
                        .generateSecret(new PBEKeySpec(PASSWORD.toCharArray())));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        byte[] key = load("client").getKey("client", PASSWORD.toCharArray()).getEncoded();
        return pemBlock(
                "ENCRYPTED PRIVATE KEY",
                new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key)).getEncoded());
    }

    private static String pemBlock(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
