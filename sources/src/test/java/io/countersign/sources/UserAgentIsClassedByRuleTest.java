package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentIsClassedByRuleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BROWSER|Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
                "BROWSER|Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0",
                "BROWSER|Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0 Safari/537.36 Edg/143.0",
                "CLI_OR_SDK|curl/8.14.1",
                "CLI_OR_SDK|python-requests/2.32.3",
                "CLI_OR_SDK|Anthropic/Python 0.71.0",
                "CLI_OR_SDK|AsyncOpenAI/Python 2.8.1",
                "CLI_OR_SDK|node",
                "CLI_OR_SDK|Go-http-client/2.0",
                "CLI_OR_SDK|PostmanRuntime/7.43.0",
                "CLI_OR_SDK|claude-cli/2.0.1 (external, cli)",
                "CLI_OR_SDK|Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.26100",
                "CLI_OR_SDK|Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/143.0 Safari/537.36",
                "APP|Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Claude/1.0 Chrome/140.0 Electron/38.0 Safari/537.36",
                "APP|ChatGPT/1.2026.300 (iOS 26.1; iPhone17,1; build 1)",
                "APP|GitHubCopilotChat/0.33",
                "UNKNOWN|Mozilla/5.0",
                "UNKNOWN|Dana Quill, MRN 0034771",
            })
    void theFirstRuleThatFitsDecides(UserAgentClass expected, String agent) {
        assertThat(UserAgentClass.of(Optional.of(agent))).isEqualTo(expected);
    }

    @Test
    void noAgentIsUnknownAndAnEndlessOneIsLookedAtInPart() {
        assertThat(UserAgentClass.of(Optional.empty())).isEqualTo(UserAgentClass.UNKNOWN);
        String late = "x".repeat(UserAgentClass.MAX_AGENT_CHARS) + " curl/8.0";
        assertThat(UserAgentClass.of(Optional.of(late))).isEqualTo(UserAgentClass.UNKNOWN);
    }

    @Test
    void aWordInsideAnotherWordDoesNotCount() {
        assertThat(UserAgentClass.of(Optional.of("Mozilla/5.0 (anode) Chrome/143.0")))
                .isEqualTo(UserAgentClass.BROWSER);
    }
}
