package io.countersign.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EventEntry;
import io.countersign.schemas.FindingCount;
import io.countersign.schemas.Sensitivity;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class EntryGrammarTest {
    @Test
    void eachFieldTakesItsOwnAndNothingElse() {
        assertThat(
                        of(
                                EntryGrammar::host,
                                "chat.example.org",
                                "a",
                                "_x.example.org",
                                "192.0.2.1",
                                "2001:db8::1"))
                .containsOnly(true);
        assertThat(
                        of(
                                EntryGrammar::host,
                                "",
                                "Chat.example.org",
                                "a..b",
                                "a.",
                                ".a",
                                "a b",
                                "a/b",
                                "x".repeat(64)))
                .containsOnly(false);
        assertThat(
                        of(
                                EntryGrammar::ip,
                                "192.0.2.255",
                                "0.0.0.0",
                                "::",
                                "::1",
                                "2001:db8::192.0.2.1",
                                "1:2:3:4:5:6:7:8"))
                .containsOnly(true);
        assertThat(
                        of(
                                EntryGrammar::ip,
                                "",
                                "192.0.2",
                                "192.0.2.256",
                                "192.0.2.01",
                                "192.0.2.1.",
                                "1:2:3:4:5:6:7",
                                "1:2:3:4:5:6:7:8:9",
                                "1::2::3",
                                ":::",
                                "12345::",
                                "fe80::1%eth0",
                                "192.0.2.1::"))
                .containsOnly(false);
        assertThat(of(EntryGrammar::code, "MRN", "ORG_IN_PATH", "A1", "X".repeat(64)))
                .containsOnly(true);
        assertThat(of(EntryGrammar::code, "", "mrn", "A-B", "A B", "X".repeat(65)))
                .containsOnly(false);
        assertThat(
                        of(
                                EntryGrammar::user,
                                "EXAMPLE\\mmuster",
                                "m.muster@example.org",
                                "Maja Müßter",
                                "王小明"))
                .containsOnly(true);
        assertThat(
                        of(
                                EntryGrammar::user,
                                "",
                                " a",
                                "a ",
                                "a\nb",
                                "a\u0000",
                                "a\u202Eb",
                                "a\u200Bb",
                                "\uD800",
                                "u".repeat(257)))
                .containsOnly(false);
        assertThat(EntryGrammar.user("\uD83D\uDE00".repeat(256))).isTrue();
        assertThat(of(EntryGrammar::device, "WS-0412", "HOST$", "00:00:5e:00:53:01"))
                .containsOnly(true);
        assertThat(of(EntryGrammar::device, "", "a b", "d".repeat(129))).containsOnly(false);
        assertThat(of(EntryGrammar::model, "anthropic.claude-1:0", "models/x@y"))
                .containsOnly(true);
        assertThat(of(EntryGrammar::model, "", "a b", "m".repeat(257))).containsOnly(false);
        assertThat(of(EntryGrammar::application, "Example AI (beta)", "A&B")).containsOnly(true);
        assertThat(of(EntryGrammar::application, "", " a", "a<b>", "a\"b", "n".repeat(129)))
                .containsOnly(false);
        assertThat(of(EntryGrammar::id, "org-1", "a@example.org", "sha256:ab")).containsOnly(true);
        assertThat(
                        of(
                                EntryGrammar::detail,
                                "plan=pro",
                                "needs=a BAA signed on 2026-04-01 or later"))
                .containsOnly(true);
        assertThat(
                        of(
                                EntryGrammar::detail,
                                "",
                                "plan",
                                "plan=",
                                "=x",
                                "Plan=x",
                                "a=b\n",
                                "a=" + "x".repeat(201)))
                .containsOnly(false);
        assertThat(of(EntryGrammar::id, "", "a b", "a\n", "i".repeat(129))).containsOnly(false);
        assertThat(of(EntryGrammar::method, "POST", "M-SEARCH")).containsOnly(true);
        assertThat(of(EntryGrammar::method, "", "post", "GET ")).containsOnly(false);
    }

    @Test
    void theFormCheckNamesTheFieldAndNotWhatItHolds() {
        assertThat(EntryGrammar.faults(SampleEntries.event())).isEmpty();
        assertThat(EntryGrammar.faults(SampleEntries.gap())).isEmpty();
        AuditEntry entry = SampleEntries.event();
        EventEntry bad = entry.getEvent().orElseThrow();
        bad.put("host", "UPPER");
        bad.put("reasons", List.of("free text"));
        assertThat(EntryGrammar.faults(entry)).containsExactly("event.host", "event.reasons");
        AuditEntry otherKind = SampleEntries.event();
        otherKind.put("kind", EntryKind.TALLY);
        assertThat(EntryGrammar.faults(otherKind)).containsExactly(":kind");
    }

    @Test
    void aSensitivityIsNamedOnceAndInItsOrder() {
        AuditEntry entry = SampleEntries.event();
        FindingCount finding = entry.getEvent().orElseThrow().getContent().getFindings().getFirst();
        finding.put("sensitivities", List.of(Sensitivity.SUBSTANCE_USE, Sensitivity.HIV));
        assertThat(EntryGrammar.faults(entry)).isEmpty();
        finding.put("sensitivities", List.of(Sensitivity.HIV, Sensitivity.HIV));
        assertThat(EntryGrammar.faults(entry))
                .containsExactly("event.content.findings.sensitivities");
    }

    @Test
    void aChainIdIsReadBackExactly() {
        for (String text : List.of("audit.entry.v1/0@1", "ledger/0@1", "t/2147483647@2147483647")) {
            assertThat(ChainId.parse(text)).hasToString(text);
        }
        for (String text :
                List.of(
                        "",
                        "a",
                        "a/0",
                        "a@1",
                        "/0@1",
                        "a/@1",
                        "a/0@",
                        "a/00@1",
                        "a/0@01",
                        "a/0@0",
                        "a/-1@1",
                        "a/0@1 ",
                        "a b/0@1",
                        "a/2147483648@1",
                        "a/0@1/2",
                        "a/٣@1")) {
            assertThatThrownBy(() -> ChainId.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(EntryGrammar.chain(text)).isFalse();
        }
    }

    private static List<Boolean> of(Predicate<String> grammar, String... texts) {
        return java.util.Arrays.stream(texts).map(grammar::test).toList();
    }
}
