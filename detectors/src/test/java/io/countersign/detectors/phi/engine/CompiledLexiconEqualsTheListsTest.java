package io.countersign.detectors.phi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.detectors.phi.types.InfoTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CompiledLexiconEqualsTheListsTest {
    private static final Lexicon LISTS = Lexicon.load(InfoTypes::words);

    @Test
    void whatTheBuildMadeIsWhatTheListsSay() throws IOException {
        // A folder of classes that no build has completed has none, and reads the lists.
        Lexicon compiled = Lexicon.compiled().orElse(LISTS);
        assertThat(written(compiled)).isEqualTo(written(LISTS));
    }

    @Test
    void aWrittenTableAnswersLikeTheOneItCameFrom() throws IOException {
        Lexicon read = Lexicon.read(new ByteArrayInputStream(written(LISTS)));
        for (String word : new String[] {"diabetes", "springfield", "mrn", "jane", "xqzzy"}) {
            long hash = Lexicon.hash(word);
            assertThat(read.lookup(hash)).isEqualTo(LISTS.lookup(hash));
        }
        assertThat(read.lookup(Lexicon.hash("diabetes")) & WordClass.DISEASE).isNotZero();
        long phrase = Lexicon.join(Lexicon.hash("date"), Lexicon.hash("of"));
        assertThat(read.mayBePhrase(phrase)).isTrue();
        assertThat(read.lookup(Lexicon.hash("xqzzy"))).isZero();
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        byte[] table = written(LISTS);
        for (int length : new int[] {0, 3, 4, 8, 9, 100, table.length - 1}) {
            byte[] cut = Arrays.copyOf(table, length);
            assertThatThrownBy(() -> Lexicon.read(new ByteArrayInputStream(cut)))
                    .isInstanceOf(IOException.class);
        }
        byte[] other = table.clone();
        other[4] = 'I';
        assertThatThrownBy(() -> Lexicon.read(new ByteArrayInputStream(other)))
                .isInstanceOf(IOException.class);
        byte[] text = "word\tf3\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Lexicon.read(new ByteArrayInputStream(text)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void everyKindOfArrayComesBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PackedArrays.Writer writer = new PackedArrays.Writer(out)) {
            writer.bytes(new byte[] {1, -2});
            writer.shorts(new short[] {3, -4, 0x1234});
            writer.ints(new int[] {5, Integer.MIN_VALUE});
            writer.longs(new long[0]);
            writer.longs(new long[] {0x0102030405060708L, -1});
        }
        try (PackedArrays.Reader reader =
                new PackedArrays.Reader(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(reader.bytes()).containsExactly(1, -2);
            assertThat(reader.shorts()).containsExactly(3, -4, 0x1234);
            assertThat(reader.ints()).containsExactly(5, Integer.MIN_VALUE);
            assertThat(reader.longs()).isEmpty();
            assertThat(reader.longs()).containsExactly(0x0102030405060708L, -1);
        }
    }

    private static byte[] written(Lexicon lexicon) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        lexicon.write(out);
        return out.toByteArray();
    }
}
