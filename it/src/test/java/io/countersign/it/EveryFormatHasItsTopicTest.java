package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.intake.RawRecords;
import io.countersign.schemas.Topics;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Intake knows the formats by name only: a new one has to be put on a topic on purpose.
class EveryFormatHasItsTopicTest {
    private static final List<String> PROMPT_LOGS =
            List.of(
                    "litellm",
                    "bedrock-invocation",
                    "envoy-ai-gateway",
                    "azure-openai-apim",
                    "anthropic-compliance",
                    "openai-audit",
                    "anthropic-messages",
                    "openai-chat",
                    "openai-responses",
                    "otel-genai",
                    "kong-ai",
                    "langfuse",
                    "vertex-request-response",
                    "icap-request",
                    "cloudflare-dlp-copy",
                    "litellm-guardrail",
                    "plain-json");

    @Test
    void logsOfProxiesAndOfPromptsLieApart() {
        assertThat(InputFormats.builtIn().all())
                .extracting(InputFormat::name)
                .filteredOn(name -> RawRecords.topicOf(name).equals(Topics.PROMPT_RAW))
                .containsExactlyInAnyOrderElementsOf(PROMPT_LOGS);
        assertThat(InputFormats.builtIn().all())
                .extracting(InputFormat::name)
                .filteredOn(name -> RawRecords.topicOf(name).equals(Topics.PROXY_RAW))
                .hasSize(InputFormats.builtIn().all().size() - PROMPT_LOGS.size());
    }
}
