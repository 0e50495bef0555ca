import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.types.InfoTypes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A build step: makes the detector's table of words from the lists and the info types, once
/// instead of at every start.
///
/// usage: `java -cp CLASSES CompileLexicon.java CLASSES`
final class CompileLexicon {
    private CompileLexicon() {}

    public static void main(String[] arguments) throws IOException {
        Path file =
                Path.of(arguments[0])
                        .resolve(Lexicon.class.getPackageName().replace('.', '/'))
                        .resolve(Lexicon.COMPILED_RESOURCE);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Lexicon.load(InfoTypes::words).write(out);
        }
    }
}
