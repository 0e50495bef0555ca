package io.countersign.app.policy;

import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyAgreement;
import io.countersign.schemas.PolicyDeidentified;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyRegister;
import io.countersign.schemas.PolicySelfHosted;
import io.countersign.schemas.PolicyService;
import io.countersign.schemas.PolicyUse;
import io.countersign.topology.policy.PolicyReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds the policy record from YAML: the catalogue that comes with the program, further catalogue
/// files of the site, and its register. Everything is checked as a whole, by reading the record the
/// way the topology will.
public final class PolicyYaml {
    /// Version of the catalogue that comes with the program: the day of its facts.
    public static final String CATALOGUE_VERSION = "2026-11-26";

    /// The rules of use, beside the register.
    public static final String USE_FILE = "use.yaml";

    /// Rules, severities and mutes of alerts, beside the register.
    public static final String ALERTS_FILE = "alerts.yaml";

    /// What the sources' own DLP calls things, beside the register.
    public static final String UPSTREAM_DLP_FILE = "upstream-dlp.yaml";

    /// More bytes than [YamlMap#MAX_CHARS] characters have.
    private static final long MAX_FILE_BYTES = 4L * YamlMap.MAX_CHARS;

    /// The files of the catalogue, in the order in which they are read.
    static final List<String> CATALOGUE_FILES =
            List.of(
                    "terms.yaml",
                    "anthropic.yaml",
                    "openai.yaml",
                    "google.yaml",
                    "microsoft.yaml",
                    "amazon.yaml",
                    "assistants.yaml",
                    "healthcare.yaml",
                    "model-apis.yaml",
                    "work-tools.yaml",
                    "media.yaml",
                    "watched.yaml");

    /// Policy version where there is no register.
    static final String WITHOUT_REGISTER = "catalogue-" + CATALOGUE_VERSION;

    private PolicyYaml() {}

    /// The bundled catalogue without a register: nothing is covered, and what the vendors' terms
    /// leave open is UNKNOWN.
    public static PolicyDocument withoutRegister() {
        try {
            return build(List.of(), Optional.empty());
        } catch (InvalidPolicyFileException e) {
            throw new IllegalStateException("the bundled catalogue is broken", e);
        }
    }

    /// The bundled catalogue with the site's register.
    ///
    /// @param file the register, `baa.yaml`
    public static PolicyDocument of(Path file) throws IOException, InvalidPolicyFileException {
        return of(List.of(), file);
    }

    /// The bundled catalogue, the site's own catalogue files and its register.
    public static PolicyDocument of(List<Path> catalogues, Path register)
            throws IOException, InvalidPolicyFileException {
        List<NamedText> further = new ArrayList<>();
        for (Path file : catalogues) {
            further.add(read(file));
        }
        return build(
                further,
                Optional.of(read(register)),
                beside(register, USE_FILE),
                beside(register, ALERTS_FILE),
                beside(register, UPSTREAM_DLP_FILE));
    }

    /// Further parts of a policy lie beside its register.
    private static Optional<NamedText> beside(Path register, String name)
            throws IOException, InvalidPolicyFileException {
        Path file = register.resolveSibling(name);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /// Looks at the size first: a file of gigabytes must not fill the memory before it is refused.
    private static NamedText read(Path file) throws IOException, InvalidPolicyFileException {
        long bytes = Files.size(file);
        if (bytes > MAX_FILE_BYTES) {
            throw new InvalidPolicyFileException(
                    name(file),
                    bytes
                            + " bytes, at most "
                            + MAX_FILE_BYTES
                            + ": is it the right file? A register has some kilobytes; accounts may be split over rows, catalogues over files");
        }
        return new NamedText(name(file), Files.readString(file));
    }

    /// The same from a text, named `name` in messages.
    public static PolicyDocument ofText(String name, String register)
            throws InvalidPolicyFileException {
        return build(List.of(), Optional.of(new NamedText(name, register)));
    }

    /// The register of the invented hospital that the demo plays in.
    public static PolicyDocument demo() {
        try {
            return ofText("demo/baa.yaml", resource("/io/countersign/app/demo/baa.yaml"));
        } catch (InvalidPolicyFileException e) {
            throw new IllegalStateException("the bundled demo register is broken", e);
        }
    }

    /// The bundled catalogue and the rules of use with a register, from texts.
    static PolicyDocument ofTexts(String register, Optional<String> use, Optional<String> alerts)
            throws InvalidPolicyFileException {
        return ofTexts(register, use, alerts, Optional.empty());
    }

    /// The same with what the sources' own DLP calls things.
    public static PolicyDocument ofTexts(
            String register,
            Optional<String> use,
            Optional<String> alerts,
            Optional<String> upstreamDlp)
            throws InvalidPolicyFileException {
        return build(
                List.of(),
                Optional.of(new NamedText("baa.yaml", register)),
                use.map(text -> new NamedText(USE_FILE, text)),
                alerts.map(text -> new NamedText(ALERTS_FILE, text)),
                upstreamDlp.map(text -> new NamedText(UPSTREAM_DLP_FILE, text)));
    }

    private record NamedText(String name, String text) {}

    private static PolicyDocument build(List<NamedText> further, Optional<NamedText> registerFile)
            throws InvalidPolicyFileException {
        return build(further, registerFile, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static PolicyDocument build(
            List<NamedText> further,
            Optional<NamedText> registerFile,
            Optional<NamedText> use,
            Optional<NamedText> alerts,
            Optional<NamedText> upstreamDlp)
            throws InvalidPolicyFileException {
        CatalogueYaml catalogue = new CatalogueYaml();
        RowPlaces places = new RowPlaces();
        for (String file : CATALOGUE_FILES) {
            catalogue.read(file, resource("/io/countersign/app/policy/catalogue/" + file));
        }
        for (NamedText file : further) {
            int before = catalogue.services().size();
            catalogue.read(file.name(), file.text());
            places.add(
                    file.name(),
                    "services",
                    catalogue.services().stream().skip(before).map(PolicyService::getId).toList());
        }
        String version = WITHOUT_REGISTER;
        Optional<PolicyRegister> register = Optional.empty();
        Optional<Hash> patientIndex = Optional.empty();
        String checked = "catalogue";
        if (registerFile.isPresent()) {
            List<PolicyUse> rules =
                    use.isPresent() ? SiteYaml.use(use.get().name(), use.get().text()) : List.of();
            RegisterYaml.Versioned versioned =
                    RegisterYaml.read(registerFile.get().name(), registerFile.get().text(), rules);
            version = versioned.version();
            register = Optional.of(versioned.register());
            patientIndex = versioned.patientIndex();
            checked = registerFile.get().name();
            rows(places, checked, versioned.register());
            if (use.isPresent()) {
                places.add(use.get().name(), "use", rules.stream().map(PolicyUse::getId).toList());
            }
        }
        PolicyDocument.Builder builder =
                PolicyDocument.newBuilder()
                        .setVersion(version)
                        .setCatalogueVersion(CATALOGUE_VERSION)
                        .setServices(catalogue.services())
                        .setWatched(catalogue.watched());
        register.ifPresent(builder::setRegister);
        patientIndex.ifPresent(builder::setPatientIndex);
        if (alerts.isPresent()) {
            builder.setAlerting(AlertsYaml.read(alerts.get().name(), alerts.get().text()));
        }
        builder.setUpstreamDlp(
                upstreamDlp.isPresent()
                        ? UpstreamDlpYaml.read(upstreamDlp.get().name(), upstreamDlp.get().text())
                        : List.of());
        PolicyDocument document = builder.build();
        try {
            PolicyReader.read(document);
            checked = alerts.map(NamedText::name).orElse(checked);
            PolicyReader.alerting(document);
        } catch (IllegalArgumentException e) {
            throw places.fault(checked, e);
        }
        return document;
    }

    private static void rows(RowPlaces places, String file, PolicyRegister register) {
        places.add(
                file,
                "agreements",
                register.getAgreements().stream().map(PolicyAgreement::getId).toList());
        places.add(
                file,
                "self_hosted",
                register.getSelfHosted().stream().map(PolicySelfHosted::getId).toList());
        places.add(
                file,
                "deidentified",
                register.getDeidentified().stream().map(PolicyDeidentified::getId).toList());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String resource(String path) {
        try (InputStream in = PolicyYaml.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
