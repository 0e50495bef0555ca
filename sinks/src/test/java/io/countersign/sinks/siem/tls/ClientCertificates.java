package io.countersign.sinks.siem.tls;

import io.countersign.sinks.siem.http.HttpStub.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// The certificate with which a sink shows who it is, in files that are exchanged under it.
public final class ClientCertificates {
    private final Path certificateFile;
    private final Path keyFile;
    private final Certificate first;
    private final Certificate second;

    public ClientCertificates(Path directory) throws Exception {
        certificateFile = directory.resolve("client-in-use.pem");
        keyFile = directory.resolve("client-in-use.key");
        first = Certificate.make(directory, "client-one");
        second = Certificate.make(directory, "client-two");
        use(first);
    }

    public Certificate first() {
        return first;
    }

    public Certificate second() {
        return second;
    }

    /// From now on the files hold the second.
    public void exchange() throws Exception {
        use(second);
    }

    public Map<String, String> properties() {
        return Map.of(
                "tls.certificate.file", certificateFile.toString(),
                "tls.key.file", keyFile.toString());
    }

    private void use(Certificate certificate) throws Exception {
        Files.copy(certificate.pem(), certificateFile, StandardCopyOption.REPLACE_EXISTING);
        certificate.writeKey(keyFile);
    }
}
