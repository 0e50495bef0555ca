package io.countersign.app.cases;

import io.countersign.forensics.letters.LetterField;
import io.countersign.forensics.letters.LetterValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a hospital writes once for its letters: a file of lines `field = text`, UTF-8; lines that
/// begin with `#` are comments.
public final class HospitalValues {
    private static final int MAX_BYTES = 256 * 1024;

    private HospitalValues() {}

    /// @throws CaseRefusedException where a line is none, or names a field that a case or the vault
    ///   fills
    public static LetterValues read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new CaseRefusedException("The file of values is larger than 256 KiB");
        }
        LetterValues values = new LetterValues();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            Optional<LetterField> field =
                    equals < 1
                            ? Optional.empty()
                            : LetterField.named(line.substring(0, equals).strip())
                                    .filter(known -> known.source() == LetterField.Source.HOSPITAL);
            if (field.isEmpty()) {
                throw new CaseRefusedException(
                        "Line "
                                + (i + 1)
                                + " of the values is no `field = text` of a field that the hospital fills");
            }
            values = values.with(field.get(), line.substring(equals + 1));
        }
        return values;
    }
}
