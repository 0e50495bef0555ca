package io.countersign.app.config;

import io.countersign.app.config.Configuration.S3;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `s3`.
final class S3Section {
    /// In clear only to this machine.
    private static final Pattern ENDPOINT =
            Pattern.compile(
                    "https://[^\\s@?#]{1,500}|http://(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?/?");

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    private S3Section() {}

    static S3 read(Section section) {
        Optional<URI> endpoint = Optional.empty();
        if (section.states("endpoint")) {
            String text = section.text("endpoint", "");
            if (ENDPOINT.matcher(text).matches()) {
                endpoint = Optional.of(URI.create(text));
            } else {
                section.problem("endpoint", "must be https://host:port, or http:// on loopback");
            }
        } else {
            section.text("endpoint", "(Amazon's)");
        }
        boolean namesRegion = section.states("region");
        String region = section.text("region", "(the usual chain's)");
        if (namesRegion && !REGION.matcher(region).matches()) {
            section.problem("region", "must be a name such as eu-central-1");
        }
        boolean pathStyle = section.flag("path-style", false);
        boolean keys = section.states("keys-file");
        Path file = section.path("keys-file", Path.of("(the usual chain)"));
        section.close();
        return new S3(
                endpoint,
                namesRegion ? Optional.of(region) : Optional.empty(),
                pathStyle,
                keys ? Optional.of(file) : Optional.empty());
    }
}
