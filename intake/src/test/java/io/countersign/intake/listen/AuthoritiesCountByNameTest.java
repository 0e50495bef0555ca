package io.countersign.intake.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Of an authority's certificates those count that are in time, for clients, and bear a name of the
/// source.
class AuthoritiesCountByNameTest {
    private static final String NAME = "proxy.example.org";

    @TempDir Path directory;
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-26T12:00:00Z"));
    private TestCertificate authority;

    @BeforeEach
    void makeTheAuthority() throws Exception {
        authority = TestCertificate.authority(directory, "authority");
    }

    private boolean admits(String name, TestCertificate certificate) throws Exception {
        return new AuthorityFile(authority.certificate(), List.of(name), now::get)
                .admits(certificate.chain());
    }

    private TestCertificate issued(String name, String... extensions) throws Exception {
        return TestCertificate.issuedBy(authority, directory, name, extensions);
    }

    @Test
    void anyAlternativeNameCounts() throws Exception {
        TestCertificate proxy =
                issued(
                        "proxy",
                        "san=dns:a.example.org,dns:"
                                + NAME
                                + ",ip:192.0.2.7,uri:spiffe://example.org/proxy");
        for (String name :
                List.of(NAME, "PROXY.example.org", "192.0.2.7", "spiffe://example.org/proxy")) {
            assertThat(admits(name, proxy)).as(name).isTrue();
        }
        for (String name :
                List.of("example.org", "*.example.org", "b.example.org", "roxy.example.org")) {
            assertThat(admits(name, proxy)).as(name).isFalse();
        }
    }

    @Test
    void theCommonNameCountsOnlyWithoutAlternativeNames() throws Exception {
        assertThat(admits("plain", issued("plain"))).isTrue();
        assertThat(admits("named", issued("named", "san=dns:other.example.org"))).isFalse();
    }

    @Test
    void itMustBeForClients() throws Exception {
        assertThat(admits(NAME, issued("a", "san=dns:" + NAME, "eku=clientAuth"))).isTrue();
        assertThat(admits(NAME, issued("b", "san=dns:" + NAME, "eku=serverAuth"))).isFalse();
    }

    @Test
    void whatAnotherAuthorityIssuedIsNothing() throws Exception {
        TestCertificate other = TestCertificate.authority(directory, "other");
        TestCertificate foreign =
                TestCertificate.issuedBy(other, directory, "foreign", "san=dns:" + NAME);
        assertThat(admits(NAME, foreign)).isFalse();
        // Sending a known authority along proves nothing.
        List<X509Certificate> mixed =
                List.of(foreign.chain().getFirst(), authority.chain().getFirst());
        assertThat(
                        new AuthorityFile(authority.certificate(), List.of(NAME), now::get)
                                .admits(mixed))
                .isFalse();
        assertThat(admits("authority", authority)).isFalse();
        assertThat(admits("localhost", TestCertificate.make(directory, "self"))).isFalse();
    }

    @Test
    void aCertificateOfAnIssuedOneIsNothing() throws Exception {
        TestCertificate proxy = issued("proxy", "san=dns:a.example.org");
        TestCertificate below =
                TestCertificate.issuedBy(proxy, directory, "below", "san=dns:" + NAME);
        assertThat(admits(NAME, below)).isFalse();
    }

    @Test
    void outOfItsTimeItIsNothing() throws Exception {
        AuthorityFile file = new AuthorityFile(authority.certificate(), List.of(NAME), now::get);
        List<X509Certificate> chain = issued("proxy", "san=dns:" + NAME).chain();
        assertThat(file.admits(chain)).isTrue();
        now.set(Instant.parse("2037-01-01T00:00:00Z"));
        assertThat(file.admits(chain)).isFalse();
        now.set(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(file.admits(chain)).isFalse();
    }

    @Test
    void anAuthorityThatIsTakenOutCountsNoMore() throws Exception {
        Path path = Files.copy(authority.certificate(), directory.resolve("authorities.pem"));
        AuthorityFile file = new AuthorityFile(path, List.of(NAME), now::get);
        List<X509Certificate> chain = issued("proxy", "san=dns:" + NAME).chain();
        assertThat(file.admits(chain)).isTrue();
        TestCertificate other = TestCertificate.authority(directory, "other");
        Files.copy(other.certificate(), path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(file.refresh()).isTrue();
        assertThat(file.admits(chain)).isFalse();
    }

    @Test
    void aClientsOwnCertificateIsNoAuthority() throws Exception {
        TestCertificate self = TestCertificate.make(directory, "self");
        assertThatThrownBy(() -> new AuthorityFile(self.certificate(), List.of(NAME), now::get))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs into certificate-files");
    }
}
