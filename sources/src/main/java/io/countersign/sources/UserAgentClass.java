package io.countersign.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What kind of program called, by the words of its user agent. The client writes them as it likes:
/// the class is a hint and proves nothing, and the agent itself is hostile text that goes no
/// further than here.
///
/// The rule, first match wins; a word counts at the start of the agent or after what is neither
/// letter nor digit, in any case:
///
/// 1. a word of a command line tool, an HTTP library, a vendor's SDK or a driven browser:
///    [#CLI_OR_SDK];
/// 2. a word of a desktop or mobile program or of an editor's extension: [#APP];
/// 3. `Mozilla/` and the name of a browser: [#BROWSER];
/// 4. else [#UNKNOWN], as where the source gives no agent.
public enum UserAgentClass {
    BROWSER,
    CLI_OR_SDK,
    APP,
    UNKNOWN;

    /// No more of an agent is looked at.
    public static final int MAX_AGENT_CHARS = 512;

    private static final List<String> PROGRAM_WORDS =
            List.of(
                    "curl/",
                    "libcurl",
                    "wget/",
                    "httpie/",
                    "python",
                    "httpx",
                    "aiohttp/",
                    "urllib",
                    "anthropic/",
                    "asyncanthropic/",
                    "openai/",
                    "asyncopenai/",
                    "azureopenai/",
                    "asyncazureopenai/",
                    "claude-cli/",
                    "claude-code/",
                    "codex_cli",
                    "codex-cli",
                    "gemini-cli",
                    "geminicli",
                    "google-genai-sdk/",
                    "google-api-",
                    "gcloud",
                    "boto3/",
                    "botocore/",
                    "aws-cli/",
                    "aws-sdk-",
                    "azsdk-",
                    "langchain",
                    "litellm",
                    "llamaindex",
                    "ollama/",
                    "ai-sdk/",
                    "node",
                    "undici",
                    "axios/",
                    "got (",
                    "superagent",
                    "deno/",
                    "bun/",
                    "go-http-client/",
                    "go-resty",
                    "java/",
                    "java-http-client/",
                    "apache-httpclient/",
                    "apache-httpasyncclient/",
                    "okhttp/",
                    "jersey/",
                    "reactornetty/",
                    "postmanruntime/",
                    "insomnia/",
                    "bruno",
                    "powershell/",
                    "windowspowershell/",
                    "restsharp/",
                    "dotnet",
                    "ruby",
                    "faraday",
                    "guzzlehttp/",
                    "php/",
                    "libwww-perl/",
                    "reqwest/",
                    "hyper/",
                    "dart/",
                    "r-curl",
                    "headlesschrome/",
                    "playwright",
                    "puppeteer",
                    "selenium",
                    "phantomjs");

    private static final List<String> APP_WORDS =
            List.of(
                    "electron/",
                    "cfnetwork/",
                    "dalvik/",
                    "; wv)",
                    "vscode/",
                    "visualstudio",
                    "githubcopilot",
                    "github-copilot",
                    "jetbrains",
                    "intellij",
                    "cursor/",
                    "windsurf/",
                    "zed/",
                    "chatgpt/",
                    "claude/",
                    "perplexity/",
                    "gemini/",
                    "copilot/",
                    "microsoft office",
                    "teams/",
                    "slack",
                    "notion/");

    private static final List<String> BROWSER_WORDS =
            List.of("firefox/", "chrome/", "crios/", "safari/", "edg/", "opr/", "trident/", "msie");

    private static final int ASCII = 128;

    private record Word(String text, UserAgentClass means) {}

    /// The words that begin with an ASCII character.
    private static final List<List<Word>> BY_FIRST = byFirst();

    private static List<List<Word>> byFirst() {
        List<List<Word>> words = new ArrayList<>();
        for (int first = 0; first < ASCII; first++) {
            words.add(new ArrayList<>());
        }
        PROGRAM_WORDS.forEach(word -> words.get(word.charAt(0)).add(new Word(word, CLI_OR_SDK)));
        APP_WORDS.forEach(word -> words.get(word.charAt(0)).add(new Word(word, APP)));
        BROWSER_WORDS.forEach(word -> words.get(word.charAt(0)).add(new Word(word, BROWSER)));
        return words.stream().map(List::copyOf).toList();
    }

    public static UserAgentClass of(Optional<String> agent) {
        if (agent.isEmpty()) {
            return UNKNOWN;
        }
        String whole = agent.get();
        String text =
                whole.substring(0, Math.min(whole.length(), MAX_AGENT_CHARS))
                        .toLowerCase(Locale.ROOT);
        boolean app = false;
        boolean browser = false;
        for (int at = 0; at < text.length(); at++) {
            switch (wordAt(text, at)) {
                case CLI_OR_SDK -> {
                    return CLI_OR_SDK;
                }
                case APP -> app = true;
                case BROWSER -> browser = true;
                case UNKNOWN -> {}
            }
        }
        return app ? APP : browser && text.startsWith("mozilla/") ? BROWSER : UNKNOWN;
    }

    /// What the word means that begins there; no two words begin alike and mean different things.
    private static UserAgentClass wordAt(String text, int at) {
        char first = text.charAt(at);
        boolean inside =
                at > 0
                        && Character.isLetterOrDigit(first)
                        && Character.isLetterOrDigit(text.charAt(at - 1));
        if (inside || first >= ASCII) {
            return UNKNOWN;
        }
        for (Word word : BY_FIRST.get(first)) {
            if (text.startsWith(word.text, at)) {
                return word.means;
            }
        }
        return UNKNOWN;
    }
}
