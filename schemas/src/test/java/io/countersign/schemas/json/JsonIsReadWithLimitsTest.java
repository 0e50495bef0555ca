package io.countersign.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonIsReadWithLimitsTest {
    @Test
    void whatIsReadIsWrittenAgain() throws IOException {
        String text = "{\"b\":[1,-2.50,true,false,null,\"a\\\"\\u0000\\n\"],\"a\":{},\"c\":[]}";
        assertThat(Json.parse(text).text()).isEqualTo(text);
        assertThat(Json.parse(Json.parse(text).indented())).isEqualTo(Json.parse(text));
    }

    @Test
    void membersAreFoundByNameAndType() throws IOException {
        Json.Obj object =
                (Json.Obj) Json.parse("{\"id\":7,\"big\":4294967296,\"half\":0.5,\"name\":\"x\"}");
        assertThat(object.integer("id")).contains(7);
        assertThat(object.integer("big")).isEmpty();
        assertThat(object.integer("half")).isEmpty();
        assertThat(object.integer("name")).isEmpty();
        assertThat(object.string("name")).contains("x");
        assertThat(object.string("id")).isEmpty();
        assertThat(object.member("none")).isEmpty();
    }

    @Test
    void everythingElseIsRefusedWithoutQuotingIt() {
        for (String bad :
                new String[] {
                    "",
                    " ",
                    "SPOKEN",
                    "{\"a\":SPOKEN}",
                    "{} {}",
                    "{\"SPOKEN\":1,\"SPOKEN\":2}",
                    "[1,]",
                    "[1",
                    "{\"a\"}",
                    "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1)
                }) {
            assertThatThrownBy(() -> Json.parse(bad))
                    .as(bad)
                    .isInstanceOf(IOException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("SPOKEN");
        }
    }
}
