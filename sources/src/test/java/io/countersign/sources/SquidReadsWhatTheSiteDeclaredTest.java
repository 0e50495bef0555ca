package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sources.Event.Action;
import io.countersign.sources.Event.NotAUse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Squid's log in a format that a site wrote itself.
class SquidReadsWhatTheSiteDeclaredTest {
    private static final String OWN = "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt";

    private static final String NATIVE_LINE =
            "1795345377.904   2210 192.0.2.57 TCP_MISS/200 7731 POST https://chat.example.org/backend/conversation?q=a%20b jokafor HIER_DIRECT/203.0.113.20 application/json";

    @Test
    void squidsOwnFormatDeclaredGivesWhatTheBuiltInGives() throws InvalidMappingException {
        for (String line :
                List.of(
                        NATIVE_LINE,
                        "1795338847.512    184 192.0.2.41 TCP_DENIED/407 4021 CONNECT chat.example.org:443 - HIER_NONE/- text/html",
                        "1795345210.118 6361803 192.0.2.41 TCP_TUNNEL/200 48213 CONNECT chat.example.org:443 mvale HIER_DIRECT/203.0.113.20 -",
                        "1795345210.118 0 192.0.2.41 NONE_NONE/000 0 - error:transaction-end-before-headers - HIER_NONE/- -",
                        "1795345210.118 0 192.0.2.41 NONE_NONE/200 0 CONNECT chat.example.org:443 - HIER_NONE/- -",
                        "1795345210.118 12 ws-12.example.org TCP_MISS/200 99 GET http://example.org/a?b=c - HIER_DIRECT/203.0.113.20 -")) {
            assertThat(EventText.of(format(OWN).parse(utf8(line))))
                    .as(line)
                    .isEqualTo(EventText.of(new Squid().parse(utf8(line))));
        }
    }

    @Test
    void quotesBracketsWidthsAndHeaders() throws InvalidMappingException {
        Event event =
                event(
                        "logformat ward [%tl] %-10>a \"%rm %ru HTTP/%rv\" %>Hs %<st %>st %>sh %Ss:%Sh \"%{Referer}>h\" \"%{User-Agent}>h\" %{Anthropic-Organization-Id}>h un=%un",
                        "[22/Nov/2026:10:31:12 +0100] 192.0.2.57   \"POST https://chat.example.org/c HTTP/1.1\" 200 7731 3000 900 TCP_MISS:HIER_DIRECT \"https://example.org/?x=1\" \"Mozilla/5.0 (\\\"odd\\\" one)\" org-1 un=j%20okafor");
        assertThat(event.format()).isEqualTo("squid-ward");
        assertThat(event.time()).contains(Instant.parse("2026-11-22T09:31:12Z"));
        assertThat(event.sourceIp()).contains("192.0.2.57");
        assertThat(event.destinationHost()).contains("chat.example.org");
        assertThat(event.path()).contains("/c");
        assertThat(event.method()).contains("POST");
        assertThat(event.bytesUp()).isEqualTo(OptionalLong.of(2100));
        assertThat(event.bytesDown()).isEqualTo(OptionalLong.of(7731));
        assertThat(event.userAgent()).contains("Mozilla/5.0 (\"odd\" one)");
        assertThat(event.user()).contains("j okafor");
        assertThat(event.action()).isEqualTo(Action.ALLOWED);
        assertThat(event.accountHints())
                .containsExactly(new AccountHint(AccountHint.Kind.ORG_ID, "org-1"));
        assertThat(texts(event)).containsExactly("x=1");
    }

    @Test
    void anUnknownCodeIsTextToInspect() throws InvalidMappingException {
        Event event =
                event(
                        "%ts %ru %{ward}note %future::>thing %sn",
                        "1795345377 http://example.org/ Ada%20Quill MRN-00917452 17");
        assertThat(texts(event))
                .containsExactly("note{ward}=Ada Quill\nfuture::>thing=MRN-00917452");
    }

    @Test
    void aTimeWithABlankInItAndNothingRoundIt() throws InvalidMappingException {
        Event event =
                event(
                        "%tl %>rs://%>rd:%>rP%>rp %tr",
                        "22/Nov/2026:10:31:12 +0100 https://chat.example.org:443/a 12");
        assertThat(event.time()).contains(Instant.parse("2026-11-22T09:31:12Z"));
        assertThat(event.destinationHost()).contains("chat.example.org");
        assertThat(event.elapsedMillis()).isEqualTo(OptionalLong.of(12));
        assertThat(
                        event("%{%Y-%m-%d %H:%M:%S}tg %ru", "2026-11-22 09:31:12 example.org:443")
                                .time())
                .contains(Instant.parse("2026-11-22T09:31:12Z"));
    }

    @Test
    void aRelaysHeaderIsToldFromATimeAndAnAddress() throws InvalidMappingException {
        String format = "%{%Y-%m-%dT%H:%M:%S}tg %>a %ru";
        String line = "2026-11-22T09:31:12 192.0.2.57 http://example.org/";
        for (String record :
                List.of(line, "<134>Nov 22 09:31:13 proxy-1 squid[7]: " + line, "squid: " + line)) {
            assertThat(event(format, record).sourceIp()).as(record).contains("192.0.2.57");
        }
    }

    @Test
    void aTunnelBehindATlsNameIsItsHost() throws InvalidMappingException {
        Event event =
                event(
                        "%ts.%03tu %>a %Ss/%03>Hs %rm %ssl::>sni",
                        "1795345377.904 192.0.2.57 TCP_TUNNEL/200 CONNECT chat.example.org");
        assertThat(event.destinationHost()).contains("chat.example.org");
        assertThat(event.contentGap()).isEqualTo(Event.ContentGap.NOT_DECRYPTED);
    }

    @Test
    void aLineOfAnotherShapeSaysWhereItLeavesTheFormat() throws InvalidMappingException {
        assertThat(format(OWN).parse(utf8("1795345377.904 2210 192.0.2.57 TCP_MISS")))
                .isEqualTo(
                        new Parsed.Rejected(
                                RejectionCode.MALFORMED,
                                "the line does not go on as declared at %Ss"));
        assertThat(format(OWN).parse(utf8(NATIVE_LINE.replace("1795345377.904", "x.y"))))
                .isInstanceOf(Parsed.Rejected.class);
    }

    @Test
    void whatCannotBeReadIsRefusedByItsCode() {
        refused("%ts.%03tu %>a", "one of %ru");
        refused("%ts%tu %ru", "between %ts and %tu");
        refused("%ts %ru %{Authorization}>h", "%{Authorization}>h writes credentials");
        refused("%ts %ru %[{Cookie}>h", "%[{Cookie}>h writes credentials");
        refused("%ts %ru %{Referer>h", "character 9: the brace");
        refused("%ts %ru % ", "character 9: no code");
        refused("%{%Q}tl %ru", "%{%Q}tl: of strftime's letters");
        refused("nothing", "no code is in it");
    }

    @Test
    void autoKnowsADeclaredFormatByItsShape() throws InvalidMappingException {
        InputFormats formats =
                InputFormats.builtIn()
                        .withSquid(List.of(SquidLogformat.of("ward", "%ts.%03tu|%>a|%Ss|%ru|%un")));
        assertThat(
                        formats.detect(
                                        utf8(
                                                "1795345377.904|192.0.2.57|TCP_MISS|http://example.org/|-"))
                                .orElseThrow()
                                .name())
                .isEqualTo("squid-ward");
        assertThat(formats.detect(utf8(NATIVE_LINE)).orElseThrow().name()).isEqualTo("squid");
    }

    @Test
    void aFailedConnectionIsNoUse() throws InvalidMappingException {
        assertThat(
                        event("%ts %Ss/%>Hs %ru", "1795345377 NONE_NONE/400 error:invalid-request")
                                .notAUse())
                .contains(NotAUse.FAILED_CONNECTION);
    }

    @Test
    void noLineMakesItThrow() throws InvalidMappingException {
        InputFormat format =
                format(
                        "%ts.%03tu [%{%d/%b}tl] \"%{User-Agent}>h\" %/ru %'{Referer}>h %6tr %>a %Ss/%03>Hs");
        byte[] line =
                utf8(
                        "1795345377.904 [22/Nov] \"a \\\" b\" \"http://example.org/\" x 184 192.0.2.1 TCP_MISS/200");
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            assertThat(format.parse(Mutations.mutated(line, random))).isNotNull();
        }
        assertThat(format.parse(line)).isInstanceOf(Parsed.Accepted.class);
    }

    private static void refused(String line, String why) {
        assertThatThrownBy(() -> SquidLogformat.of("ward", line))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessageStartingWith("squid-logformats.ward: ")
                .hasMessageContaining(why);
    }

    private static InputFormat format(String line) throws InvalidMappingException {
        return InputFormats.builtIn()
                .withSquid(List.of(SquidLogformat.of("ward", line)))
                .named("squid-ward")
                .orElseThrow();
    }

    private static Event event(String format, String line) throws InvalidMappingException {
        Parsed parsed = format(format).parse(utf8(line));
        assertThat(parsed).as(EventText.of(parsed)).isInstanceOf(Parsed.Accepted.class);
        return ((Parsed.Accepted) parsed).event();
    }

    private static List<String> texts(Event event) {
        return event.contents().stream()
                .map(content -> new String(content.utf8(), StandardCharsets.UTF_8))
                .collect(Collectors.toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
