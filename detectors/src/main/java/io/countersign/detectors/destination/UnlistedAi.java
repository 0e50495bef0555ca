package io.countersign.detectors.destination;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Recognises an AI service that the catalogue does not know by how it is used: the paths of the
/// APIs that most model servers speak, an answer that streams, a prompt in the record, or several
/// weaker signs together. A model on a machine of one's own looks no different.
///
/// A path or a prompt is enough. Else a streamed answer has to come with words of a chat in the
/// path or a host name that says AI, and an answer that does not stream with all of these: words of
/// a chat, words of sending, and the name. Words alone are what a help desk's chat looks like.
/// Stateless; work is linear in the path.
final class UnlistedAi {
    /// The `serviceId` of destinations that are found so.
    static final String SERVICE_ID = "unlisted.ai";

    /// The product where the record names neither host nor application.
    private static final String NAMELESS = "unlisted AI service";

    private static final String STREAM = "text/event-stream";

    private static final int MAX_HOST_LENGTH = 253;

    /// Ends of paths that nothing but a model server has. OpenAI's API and those that speak it,
    /// Anthropic's, Google's, Ollama's, Bedrock's, Databricks', Hugging Face's.
    private static final Set<String> API_ENDS =
            Set.of(
                    "chat/completions",
                    "fim/completions",
                    "v1/completions",
                    "v1/responses",
                    "v1/messages",
                    "v1/embeddings",
                    "v1/rerank",
                    "v1/predictions",
                    "beta/completions",
                    "v1/images/generations",
                    "v1/images/edits",
                    "v1/audio/transcriptions",
                    "v1/audio/translations",
                    "v1/audio/speech",
                    "api/generate",
                    "api/embed",
                    "api/embeddings",
                    "messages/batches",
                    "messages/count_tokens",
                    "backend-api/conversation",
                    "f/conversation",
                    "chat/completion",
                    "chat_completion",
                    "completion",
                    "converse",
                    "converse-stream",
                    "invoke-with-response-stream",
                    "generate_stream",
                    "text-generation");

    private static final Set<String> VERBS =
            Set.of(
                    ":generatecontent",
                    ":streamgeneratecontent",
                    ":rawpredict",
                    ":streamrawpredict",
                    ":counttokens",
                    ":embedcontent");

    private static final Set<String> CHAT_WORDS =
            Set.of(
                    "ai",
                    "ask",
                    "assistant",
                    "bot",
                    "chat",
                    "chatbot",
                    "chats",
                    "conversation",
                    "conversations",
                    "copilot",
                    "duckchat",
                    "gpt",
                    "inference",
                    "llm",
                    "model",
                    "models",
                    "playground",
                    "prompt",
                    "thread",
                    "threads");

    private static final Set<String> SEND_WORDS =
            Set.of(
                    "answer",
                    "ask",
                    "completions",
                    "create",
                    "generate",
                    "generation",
                    "generations",
                    "infer",
                    "invocations",
                    "message",
                    "messages",
                    "predict",
                    "query",
                    "reply",
                    "run",
                    "send",
                    "sse",
                    "stream",
                    "submit",
                    "transcribe");

    private static final Set<String> NAME_WORDS =
            Set.of("ai", "gpt", "llm", "chat", "copilot", "ollama", "vllm", "llama", "claude");

    private UnlistedAi() {}

    /// Why a request to a host that the catalogue does not know is AI all the same.
    ///
    /// @param request not known to the catalogue
    static Optional<Reason> sign(Request request) {
        if (request.contentPresent()) {
            return Optional.of(Reason.UNLISTED_AI_BY_PROMPT);
        }
        if (!request.method().orElse("").equals("POST") || request.path().isEmpty()) {
            return Optional.empty();
        }
        String path = request.path().get();
        if (path.length() > Catalogue.MAX_PATH_LENGTH) {
            return Optional.empty();
        }
        if (isApi(path)) {
            return Optional.of(Reason.UNLISTED_AI_BY_PATH);
        }
        Set<String> words = words(path);
        boolean chat = !Collections.disjoint(words, CHAT_WORDS);
        boolean named = request.host().map(UnlistedAi::namesAi).orElse(false);
        if (streams(request)) {
            return chat || named ? Optional.of(Reason.UNLISTED_AI_BY_BEHAVIOUR) : Optional.empty();
        }
        return chat && named && !Collections.disjoint(words, SEND_WORDS)
                ? Optional.of(Reason.UNLISTED_AI_BY_BEHAVIOUR)
                : Optional.empty();
    }

    private static boolean streams(Request request) {
        return request.contentType()
                .map(type -> type.regionMatches(true, 0, STREAM, 0, STREAM.length()))
                .orElse(false);
    }

    /// What to call it: the host, else the application's name.
    static String product(Request request) {
        return request.host()
                .filter(UnlistedAi::isHostName)
                .or(request::application)
                .orElse(NAMELESS);
    }

    private static boolean isHostName(String host) {
        return host.length() <= MAX_HOST_LENGTH
                && host.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || c == '.'
                                        || c == '-');
    }

    private static boolean isApi(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        int end = lower.length();
        while (end > 0 && lower.charAt(end - 1) == '/') {
            end--;
        }
        int colon = lower.lastIndexOf(':', end - 1);
        if (colon >= 0 && VERBS.contains(lower.substring(colon, end))) {
            return true;
        }
        int start = end;
        for (int segments = 0; segments < 3 && start > 0; segments++) {
            start = lower.lastIndexOf('/', start - 1);
            if (start < 0) {
                break;
            }
            if (API_ENDS.contains(lower.substring(start + 1, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesAi(String host) {
        for (String word : words(host)) {
            if (NAME_WORDS.contains(word)
                    || (word.length() > 3 && (word.endsWith("gpt") || word.startsWith("chat")))) {
                return true;
            }
        }
        return false;
    }

    /// The runs of letters, in lower case; a capital inside a run begins a new one, as in
    /// `StreamGenerate`.
    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean capital = letter && c <= 'Z';
            boolean afterSmall = i > 0 && text.charAt(i - 1) >= 'a';
            if (start >= 0 && (!letter || (capital && afterSmall))) {
                words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = -1;
            }
            if (letter && start < 0) {
                start = i;
            }
        }
        return words;
    }
}
