package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody writes "patient" into a chart or above a list: a name with a date of birth, a name in
/// what reads as a chart, and a list of people with dates and diagnoses are PHI without the word;
/// the same without names, or with names and nothing of health, is not.
class ChartsAndListsArePhiTest {
    private final PhiDetector detector = PhiDetector.standard();

    private Decision.Answer answer(String text) {
        return detector.inspect(List.of(new Text("text", text.getBytes(StandardCharsets.UTF_8))))
                .decision()
                .answer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Harold Finch\nDOB 3/4/61\nHx: CHF, T2DM. Please write a letter.",
                "Harold Finch: CHF, on metformin 1000 mg BID, BP 150/90. Shorten this.",
                "Harold Finch,03/04/1961,M,sepsis,Dr. Wells\nMary Olsen,05/06/1972,F,asthma,Dr. Wells\n",
                "48213377\tHarold Finch\t03/04/1961\tsepsis\n48213378\tMary Olsen\t05/06/1972\tasthma\n",
                "       mrn          name      dx\n0  48213377  Harold Finch  sepsis\n1  48213378    Mary Olsen  asthma\n",
                "Who is due?\n\nMRN        NAME          DX\n---------  ------------  ------\n48213377   Harold Finch  sepsis\n\nThanks",
                "INSERT INTO patients (`mrn`, name, dx) VALUES ('48213377','O''Hara, Dana','sepsis'), (48213378, 'Mary Olsen', NULL);",
                "Why does this fail?\n  INSERT\ninsert into pt (mrn,\n dx) values (48213377, 'sepsis');\nThanks",
                "   mrn    |     name     |  dx\n----------+--------------+--------\n 48213377 | Harold Finch | sepsis\n(1 row)\n"
            })
    void aChartOrAListOfPeople(String text) {
        assertThat(answer(text)).isEqualTo(Decision.Answer.YES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHF, T2DM, on metformin 1000 mg BID, BP 150/90. What next?",
                "order     customer      city\n48213377  Harold Finch  Boston\n48213378  Mary Olsen    Denver\n",
                "Sepsis is a  medical name\nfor a  dangerous state  of the body\n",
                "INSERT INTO orders (id, customer, city) VALUES (48213377, 'Harold Finch', 'Boston');",
                "Age,Sex,Dx\n64,M,sepsis\n51,F,asthma\n",
                "order_id,customer,city,amount\n48213377,Harold Finch,Boston,12.50\n48213378,Mary Olsen,Denver,99.00\n",
                "Harold Finch was born on 03/04/1961 and Mary Olsen on 05/06/1972; both are authors.",
                "Dr. Wells prescribes metformin 1000 mg BID for T2DM and checks BP and A1c."
            })
    void nobodyOrNothingOfHealth(String text) {
        assertThat(answer(text)).isEqualTo(Decision.Answer.NO);
    }
}
