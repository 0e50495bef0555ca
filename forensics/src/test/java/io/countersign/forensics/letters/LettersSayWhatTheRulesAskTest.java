package io.countersign.forensics.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.forensics.report.Html;
import io.countersign.forensics.report.Letter;
import io.countersign.forensics.report.PlainText;
import io.countersign.forensics.report.Report.Address;
import io.countersign.forensics.report.Report.Heading;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A letter to patients or media without one of the elements of 45 CFR 164.404(c) is refused, and
/// what somebody wrote into a value is text.
class LettersSayWhatTheRulesAskTest {
    @ParameterizedTest
    @EnumSource(LetterKind.class)
    void theBundledTemplateIsOne(LetterKind kind) throws IOException {
        LetterTemplate template = kind.template(kind.bundled());

        assertThat(template.fields()).isNotEmpty();
        assertThat(template.open(new LetterValues())).isEqualTo(template.fields());
        assertThat(PlainText.of(new Letter("", true, template.fill(new LetterValues()))))
                .contains("[" + template.fields().iterator().next().word() + "]")
                .doesNotContain("{{", "}}");
    }

    @Test
    void eachElementHasToBeThere() throws IOException {
        String text = LetterKind.PATIENT.bundled();
        for (String place :
                new String[] {
                    "{{breach.what}}",
                    "{{breach.dates}}",
                    "{{breach.discovered}}",
                    "{{breach.kinds}}",
                    "{{individuals.steps}}",
                    "{{hospital.actions}}",
                    "{{contact.toll-free}}",
                    "{{contact.written}}"
                }) {
            assertThatThrownBy(() -> LetterKind.PATIENT.template(text.replace(place, "")))
                    .isInstanceOf(UnfitTemplateException.class)
                    .hasMessageContaining("164.404(c)(1)")
                    .hasMessageContaining(place);
        }
    }

    @Test
    void templatesAreBoundedAndNameFieldsOnly() {
        for (String text :
                new String[] {
                    "{{patient.ssn}}",
                    "{{today",
                    "{{today|=x}}",
                    "{{today}}".repeat(300),
                    "x".repeat(LetterTemplate.MAX_CHARS + 1)
                }) {
            assertThatThrownBy(() -> LetterKind.VENDOR.template(text))
                    .isInstanceOf(UnfitTemplateException.class);
        }
    }

    @Test
    void aValueIsTextWhateverItSays() throws IOException {
        LetterTemplate template =
                LetterKind.VENDOR.template(
                        "# {{vendor.name}}\n\n> {{patient.address}}\n\nDear {{vendor.name}}, {{case|A=B|*=C}}");
        LetterValues values =
                new LetterValues()
                        .with(LetterField.VENDOR, "# x {{today}} <script>")
                        .with(LetterField.ADDRESS, "1 Main Street\n> # two")
                        .with(LetterField.CASE, "A");

        assertThat(template.fill(values))
                .hasSize(3)
                .contains(
                        new Heading("# x {{today}} <script>"),
                        new Address(java.util.List.of("1 Main Street", "> # two")));
        assertThat(Html.of(new Letter("", false, template.fill(values))))
                .contains("Dear # x {{today}} &lt;script&gt;, B")
                .doesNotContain("<script");
        assertThat(values.toString()).doesNotContain("Main");
    }
}
