package io.countersign.intake.listen;

import io.countersign.schemas.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A PEM file with the certificates that a source may show, each by itself: who issued it does not
/// matter, since only these are taken. It is looked at again and again, so that taking a
/// certificate out of the file revokes it. For any thread.
public final class CertificateFile implements ClientCertificates {
    private static final long MAX_FILE_BYTES = 1024 * 1024;

    private final WatchedFile file;
    private volatile Set<Certificate> certificates;

    /// @throws IOException where the file holds no certificate as it stands
    public CertificateFile(Path path) throws IOException {
        this.file = new WatchedFile(path);
        file.changed();
        this.certificates = read(path);
    }

    @Override
    public boolean admits(List<X509Certificate> chain) {
        return !chain.isEmpty() && certificates.contains(chain.getFirst());
    }

    @Override
    public boolean refresh() {
        if (!file.changed()) {
            return false;
        }
        Set<Certificate> before = certificates;
        try {
            certificates = read(file.path());
        } catch (IOException _refused) {
            certificates = Set.of();
        }
        return !before.equals(certificates);
    }

    private static Set<Certificate> read(Path path) throws IOException {
        if (Files.size(path) > MAX_FILE_BYTES) {
            throw new IOException(path + " is larger than " + MAX_FILE_BYTES + " bytes");
        }
        try {
            return Set.copyOf(new HashSet<>(Pem.certificates(Files.readString(path))));
        } catch (GeneralSecurityException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "CertificateFile[" + file.path() + "]";
    }
}
