package io.countersign.app.vault;

import io.countersign.app.retention.RefusedException;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.schemas.Token;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The subject tokens that the vault is opened for: each once, in their order, so that the same
/// question is the same wherever it comes from.
///
/// @param hex ascending
public record AskedTokens(List<String> hex) {
    public static final int MAX_TOKENS = 100_000;

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{" + 2 * Sha256.LENGTH + "}");

    public AskedTokens {
        hex = List.copyOf(new TreeSet<>(hex));
        if (hex.isEmpty()) {
            throw new RefusedException("No subject is asked for");
        }
        if (hex.size() > MAX_TOKENS) {
            throw new RefusedException("At most 100,000 subjects are asked for at once");
        }
        if (!hex.stream().allMatch(token -> TOKEN.matcher(token).matches())) {
            throw new RefusedException(
                    "A subject is the token of an entry, 64 of 0-9 a-f, one a line");
        }
    }

    public static AskedTokens of(Collection<Token> tokens) {
        return new AskedTokens(
                tokens.stream().map(token -> HexFormat.of().formatHex(token.bytes())).toList());
    }

    public List<Token> tokens() {
        return hex.stream().map(token -> new Token(HexFormat.of().parseHex(token))).toList();
    }

    /// What the log and the request say of them: tokens are PHI, their digest is keyed.
    ///
    /// @param made of the request, whose year the digest's is
    public Token digest(TokenKeys keys, Instant made) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        tokens().forEach(token -> all.writeBytes(token.bytes()));
        return keys.payloadDigest(made.atOffset(ZoneOffset.UTC).getYear(), all.toByteArray());
    }

    @Override
    public String toString() {
        return "AskedTokens[" + hex.size() + "]";
    }
}
