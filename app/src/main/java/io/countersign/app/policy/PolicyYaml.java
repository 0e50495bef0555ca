package io.countersign.app.policy;

import io.countersign.schemas.Hash;
import io.countersign.schemas.PolicyDocument;
import io.countersign.schemas.PolicyRegister;
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
            further.add(new NamedText(name(file), Files.readString(file)));
        }
        return build(
                further, Optional.of(new NamedText(name(register), Files.readString(register))));
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

    private record NamedText(String name, String text) {}

    private static PolicyDocument build(List<NamedText> further, Optional<NamedText> registerFile)
            throws InvalidPolicyFileException {
        CatalogueYaml catalogue = new CatalogueYaml();
        for (String file : CATALOGUE_FILES) {
            catalogue.read(file, resource("/io/countersign/app/policy/catalogue/" + file));
        }
        for (NamedText file : further) {
            catalogue.read(file.name(), file.text());
        }
        String version = WITHOUT_REGISTER;
        Optional<PolicyRegister> register = Optional.empty();
        Optional<Hash> patientIndex = Optional.empty();
        String checked = "catalogue";
        if (registerFile.isPresent()) {
            RegisterYaml.Versioned versioned =
                    RegisterYaml.read(registerFile.get().name(), registerFile.get().text());
            version = versioned.version();
            register = Optional.of(versioned.register());
            patientIndex = versioned.patientIndex();
            checked = registerFile.get().name();
        }
        PolicyDocument.Builder builder =
                PolicyDocument.newBuilder()
                        .setVersion(version)
                        .setCatalogueVersion(CATALOGUE_VERSION)
                        .setServices(catalogue.services())
                        .setWatched(catalogue.watched());
        register.ifPresent(builder::setRegister);
        patientIndex.ifPresent(builder::setPatientIndex);
        PolicyDocument document = builder.build();
        try {
            PolicyReader.read(document);
        } catch (IllegalArgumentException e) {
            throw new InvalidPolicyFileException(checked, String.valueOf(e.getMessage()));
        }
        return document;
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
