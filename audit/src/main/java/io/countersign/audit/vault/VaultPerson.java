package io.countersign.audit.vault;

import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.Token;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A patient as the vault keeps him or her, all of it PHI; fields may be empty, but for the first.
///
/// @param mrn in the one spelling that subject tokens are made from
/// @param state of residence, a code of [UsState]; empty where it is none or not known
public record VaultPerson(
        String mrn,
        String family,
        String given,
        String street,
        String city,
        String state,
        String postalCode,
        String country) {
    /// Longer fields are no name's and no address's.
    public static final int MAX_FIELD_BYTES = 1_000;

    /// As in the patient index.
    public static final int MAX_MRN_BYTES = 15;

    private static final String TYPE = "MRN";
    static final int FIELDS = 8;

    public VaultPerson {
        if (mrn.isEmpty()
                || bytes(mrn) > MAX_MRN_BYTES
                || !(state.isEmpty() || UsState.isCode(state))
                || List.of(family, given, street, city, postalCode, country).stream()
                        .anyMatch(field -> bytes(field) > MAX_FIELD_BYTES)) {
            throw new IllegalArgumentException("a field of a person is too long, or no state's");
        }
    }

    /// Why fields are no person's; empty where they are. It quotes nothing.
    public static Optional<String> fault(String mrn, List<String> others) {
        if (mrn.isEmpty()) {
            return Optional.of("has no patient id");
        }
        if (bytes(mrn) > MAX_MRN_BYTES) {
            return Optional.of("has a patient id of more than 15 characters");
        }
        return others.stream().anyMatch(field -> bytes(field) > MAX_FIELD_BYTES)
                ? Optional.of("has a field of more than 1,000 bytes")
                : Optional.empty();
    }

    private static int bytes(String field) {
        return field.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The subject token of a year's entries.
    Token token(TokenKeys tokens, int year) {
        return token(tokens, year, mrn);
    }

    static Token token(TokenKeys tokens, int year, String mrn) {
        return tokens.token(year, TYPE, mrn);
    }

    /// In the order of the format.
    public List<String> fields() {
        return List.of(mrn, family, given, street, city, state, postalCode, country);
    }

    static VaultPerson of(List<String> fields) {
        return new VaultPerson(
                fields.get(0),
                fields.get(1),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(5),
                fields.get(6),
                fields.get(7));
    }

    @Override
    public String toString() {
        return "VaultPerson[redacted]";
    }
}
