package io.countersign.sources;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The vendors of models by the words that gateways and instrumentation use for them.
final class Providers {
    private Providers() {}

    /// The API host of a provider that has one for all customers; null for the others, such as
    /// Azure, whose host names the customer.
    static @Nullable String host(@Nullable String provider) {
        if (provider == null) {
            return null;
        }
        return switch (provider.toLowerCase(Locale.ROOT)) {
            case "anthropic" -> "api.anthropic.com";
            case "openai", "text-completion-openai" -> "api.openai.com";
            case "gemini", "gcp.gemini" -> "generativelanguage.googleapis.com";
            case "vertex_ai", "vertex_ai_beta", "gcp.vertex_ai" -> "aiplatform.googleapis.com";
            case "mistral", "mistral_ai", "mistralai" -> "api.mistral.ai";
            case "cohere", "cohere_chat" -> "api.cohere.com";
            case "groq" -> "api.groq.com";
            case "deepseek" -> "api.deepseek.com";
            case "xai", "x_ai" -> "api.x.ai";
            case "perplexity" -> "api.perplexity.ai";
            case "openrouter" -> "openrouter.ai";
            case "together_ai" -> "api.together.xyz";
            case "fireworks_ai" -> "api.fireworks.ai";
            case "replicate" -> "api.replicate.com";
            case "cerebras" -> "api.cerebras.ai";
            case "nvidia_nim" -> "integrate.api.nvidia.com";
            case "huggingface" -> "router.huggingface.co";
            case "github_copilot" -> "api.githubcopilot.com";
            default -> null;
        };
    }
}
