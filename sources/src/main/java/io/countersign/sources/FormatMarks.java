package io.countersign.sources;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Tells formats apart by what only one of them has. Looks at [Limits#MAX_DETECT_BYTES] at most.
final class FormatMarks {
    private static final Set<String> LITELLM_KEYS =
            Set.of(
                    "call_type",
                    "custom_llm_provider",
                    "model_group",
                    "hidden_params",
                    "startTime",
                    "endTime");

    private static final Set<String> BEDROCK_KEYS =
            Set.of("schemaType", "modelId", "operation", "accountId", "requestId", "identity");

    private static final Set<String> PLAIN_PLACES = Set.of("host", "application");
    private static final Set<String> PLAIN_MARKS = Set.of("prompt", "response", "user");

    /// Of so many known keys none is chance.
    private static final int ENOUGH_KEYS = 3;

    private FormatMarks() {}

    /// The name of the format; empty where no mark is there.
    static Optional<String> of(byte[] record) {
        byte[] start =
                record.length <= Limits.MAX_DETECT_BYTES
                        ? record
                        : Arrays.copyOf(record, Limits.MAX_DETECT_BYTES);
        int from = SyslogHeader.end(start);
        if (from >= start.length) {
            return Optional.empty();
        }
        if (start[from] == '{') {
            return json(start, from);
        }
        String line =
                new String(
                        start, from, Math.min(start.length - from, 1_024), StandardCharsets.UTF_8);
        if (line.startsWith("CEF:0|Zscaler|NSSWeb")
                || (line.contains("\t")
                        && (line.contains("product=NSS") || line.contains("product=\"NSS\"")))) {
            return Optional.of("zscaler-nss-web");
        }
        String[] columns = line.split(" +", 5);
        boolean squid =
                columns.length == 5
                        && columns[0].matches("\\d{9,11}\\.\\d{3}")
                        && columns[1].matches("-?\\d{1,12}")
                        && columns[3].matches("[A-Z_]{3,64}/\\d{3}");
        return squid ? Optional.of("squid") : Optional.empty();
    }

    private static Optional<String> json(byte[] start, int from) {
        int litellm = 0;
        int bedrock = 0;
        int zscaler = 0;
        boolean plainPlace = false;
        boolean plainMark = false;
        boolean plainPrompt = false;
        try (JsonParser parser =
                JsonRecord.parser(
                        from == 0 ? start : Arrays.copyOfRange(start, from, start.length))) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                JsonToken value = parser.nextToken();
                if (key.equals("event") && value == JsonToken.START_OBJECT) {
                    zscaler++;
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        zscaler += isZscaler(parser.currentName()) ? 1 : 0;
                        parser.nextToken();
                        parser.skipChildren();
                    }
                    continue;
                }
                litellm += LITELLM_KEYS.contains(key) ? 1 : 0;
                bedrock += BEDROCK_KEYS.contains(key) ? 1 : 0;
                plainPlace |= PLAIN_PLACES.contains(key);
                plainMark |= PLAIN_MARKS.contains(key);
                plainPrompt |= key.equals("prompt");
                zscaler += isZscaler(key) ? 1 : 0;
                if (key.equals("sourcetype")
                        && JsonRecord.scalar(parser).equals("zscalernss-web")) {
                    zscaler += ENOUGH_KEYS;
                }
                parser.skipChildren();
            }
        } catch (IOException _) {
            // Cut at the bound, or not JSON: what has been seen so far decides.
        }
        if (plainPlace && plainPrompt && Math.max(litellm, bedrock) < ENOUGH_KEYS) {
            // Its other keys are words that a web proxy's feed may have too; a prompt under this
            // name is ours.
            return Optional.of("plain-json");
        }
        if (Math.max(litellm, Math.max(bedrock, zscaler)) < ENOUGH_KEYS) {
            return plainPlace && plainMark ? Optional.of("plain-json") : Optional.empty();
        }
        if (bedrock >= litellm && bedrock >= zscaler) {
            return Optional.of("bedrock-invocation");
        }
        return Optional.of(litellm >= zscaler ? "litellm" : "zscaler-nss-web");
    }

    private static boolean isZscaler(String key) {
        ZscalerField field = ZscalerField.ofKey(key);
        return field != null && field != ZscalerField.IGNORED;
    }
}
