package io.countersign.it;

import java.nio.file.Path;

/// A certificate that signed itself, made by OpenSSL, and its key.
///
/// @param name `NAME.example.org` is whom it is for
record TestCertificate(Path certificate, Path key, String name) {
    static TestCertificate make(InstalledProgram openssl, Path folder, String name)
            throws Exception {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        openssl.run(
                folder.resolve("openssl.log"),
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString(),
                "-days",
                "3650",
                "-subj",
                "/CN=" + name + ".example.org",
                "-addext",
                "subjectAltName=DNS:" + name + ".example.org,IP:127.0.0.1");
        return new TestCertificate(certificate, key, name);
    }
}
