package io.countersign.intake.listen;

import io.countersign.schemas.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// A PEM file with certificate authorities, and the names of those of theirs that are the source: a
/// certificate counts where an authority issued it (RFC 5280 section 6) for clients, and it bears
/// one of the names. The names are alternative names (DNS, e-mail, URI, IP address); the common
/// name of the subject counts where a certificate has no alternative name.
///
/// The file is looked at again and again: an authority that is taken out of it is worth nothing any
/// more. Revocation lists are not asked for. For any thread.
public final class AuthorityFile implements ClientCertificates {
    private static final long MAX_FILE_BYTES = 1024 * 1024;

    /// Chains that need not be checked again until the file changes.
    private static final int MAX_REMEMBERED = 1_000;

    private static final String FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
    private static final String FOR_ANYTHING = "2.5.29.37.0";

    /// Kinds of alternative names whose value is a text: e-mail, DNS, URI, IP address (RFC 5280
    /// section 4.2.1.6, by the JDK's numbers).
    private static final Set<Integer> TEXT_NAMES = Set.of(1, 2, 6, 7);

    private final WatchedFile file;
    private final Set<String> names;
    private final InstantSource clock;
    private volatile Authorities authorities;

    /// What the file holds, and the chains that were found to lead there: both go when it changes.
    private record Authorities(Set<TrustAnchor> anchors, Set<List<X509Certificate>> known) {
        Authorities(Set<TrustAnchor> anchors) {
            this(Set.copyOf(anchors), ConcurrentHashMap.newKeySet());
        }

        Set<Certificate> certificates() {
            Set<Certificate> certificates = new HashSet<>();
            anchors.forEach(anchor -> certificates.add(anchor.getTrustedCert()));
            return certificates;
        }
    }

    /// @param names one at least; compared as wholes, without regard to case; no wildcards
    /// @throws IOException where the file holds no authority as it stands
    public AuthorityFile(Path path, List<String> names, InstantSource clock) throws IOException {
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "an authority's certificates count by their names: name one at least");
        }
        this.file = new WatchedFile(path);
        this.names = new HashSet<>();
        names.forEach(name -> this.names.add(lower(name)));
        this.clock = clock;
        file.changed();
        this.authorities = new Authorities(read(path));
    }

    @Override
    public boolean admits(List<X509Certificate> chain) {
        Authorities current = authorities;
        if (chain.isEmpty() || current.anchors().isEmpty()) {
            return false;
        }
        if (current.known().contains(chain)) {
            return inTime(chain);
        }
        boolean admitted =
                isForClients(chain.getFirst())
                        && bearsAName(chain.getFirst())
                        && issued(chain, current.anchors());
        if (admitted) {
            if (current.known().size() >= MAX_REMEMBERED) {
                current.known().clear();
            }
            current.known().add(List.copyOf(chain));
        }
        return admitted;
    }

    private boolean inTime(List<X509Certificate> chain) {
        Instant now = clock.instant();
        return chain.stream()
                .allMatch(one ->
                        !now.isBefore(one.getNotBefore().toInstant())
                                && !now.isAfter(one.getNotAfter().toInstant()));
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(FOR_CLIENTS) || uses.contains(FOR_ANYTHING);
        } catch (CertificateException _malformed) {
            return false;
        }
    }

    private boolean bearsAName(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives == null) {
                return commonName(certificate)
                        .filter(name -> names.contains(lower(name)))
                        .isPresent();
            }
            return alternatives.stream()
                    .filter(name ->
                            name.getFirst() instanceof Integer kind && TEXT_NAMES.contains(kind))
                    .anyMatch(name -> names.contains(lower(String.valueOf(name.get(1)))));
        } catch (CertificateException _malformed) {
            return false;
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            List<Rdn> parts =
                    new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            // The most specific one stands last.
            return parts.reversed().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                    .map(part -> String.valueOf(part.getValue()))
                    .findFirst();
        } catch (InvalidNameException _malformed) {
            return Optional.empty();
        }
    }

    private boolean issued(List<X509Certificate> chain, Set<TrustAnchor> anchors) {
        List<X509Certificate> path = new ArrayList<>(chain);
        // Some send the authority along, which is known already and no part of the path.
        path.removeIf(
                one -> anchors.stream().anyMatch(anchor -> one.equals(anchor.getTrustedCert())));
        if (path.isEmpty() || !path.getFirst().equals(chain.getFirst())) {
            return false;
        }
        try {
            CertPath given = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXParameters rules = new PKIXParameters(anchors);
            rules.setRevocationEnabled(false);
            rules.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX").validate(given, rules);
            return true;
        } catch (InvalidAlgorithmParameterException impossible) {
            throw new IllegalStateException(impossible);
        } catch (GeneralSecurityException _notIssued) {
            return false;
        }
    }

    @Override
    public boolean refresh() {
        if (!file.changed()) {
            return false;
        }
        Authorities before = authorities;
        Set<TrustAnchor> now;
        try {
            now = read(file.path());
        } catch (IOException _refused) {
            now = Set.of();
        }
        Authorities after = new Authorities(now);
        authorities = after;
        return !before.certificates().equals(after.certificates());
    }

    private static Set<TrustAnchor> read(Path path) throws IOException {
        if (Files.size(path) > MAX_FILE_BYTES) {
            throw new IOException(path + " is larger than " + MAX_FILE_BYTES + " bytes");
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        try {
            for (Certificate one : Pem.certificates(Files.readString(path))) {
                if (!(one instanceof X509Certificate authority)
                        || authority.getBasicConstraints() < 0) {
                    throw new IOException(
                            path
                                    + " holds a certificate that is no authority's; a client's own belongs into"
                                    + " certificate-files");
                }
                anchors.add(new TrustAnchor(authority, null));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
        return anchors;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "AuthorityFile[" + file.path() + ", " + names + "]";
    }
}
