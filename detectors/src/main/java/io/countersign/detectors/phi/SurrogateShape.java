package io.countersign.detectors.phi;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How a surrogate looks, without the key that tells a genuine one from a look-alike:
///
/// ```
/// surrogate = type "_" handle "_" length code        such as NAME_7F3KQ2_1M0X…
///           / "COUNTERSIGNX" handle length code pad  in the place of Base64, which it still is
/// type      = the name of an info type
/// handle    = 6 symbols
/// length    = symbols of four bits each, those before the last with 16 added: 2 n, or 2 n + 1 for a JSON number
/// code      = ceil(8 (5 + n) / 5) symbols, the value of n bytes behind 5 bytes that vouch for it
/// pad       = "0" up to a multiple of four characters
/// symbol    = 0-9 A-Z without I, L, O, U, for the values 0 to 31
/// ```
///
/// It says itself where it ends, and no structure that we read needs to escape any of it.
public final class SurrogateShape {
    /// Bytes that vouch for the value.
    public static final int CHECK_BYTES = 5;

    public static final int HANDLE_SYMBOLS = 6;

    /// Largest value.
    public static final int MAX_VALUE_BYTES = 1 << 24;

    /// Stands before the handle of a value that was Base64.
    public static final String ENCODED_MARK = "COUNTERSIGNX";

    /// The info type that such a value counts as.
    public static final String ENCODED_TYPE = "ENCODED";

    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final byte[] VALUES = new byte[128];
    private static final int MAX_LENGTH_SYMBOLS = 7;
    private static final byte[] MARK = ENCODED_MARK.getBytes(StandardCharsets.US_ASCII);
    private static final List<byte[]> TYPES = types();

    static {
        java.util.Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < SYMBOLS.length(); i++) {
            VALUES[SYMBOLS.charAt(i)] = (byte) i;
        }
    }

    private final String type;
    private final int start;
    private final int handleAt;
    private final int codeAt;
    private final int end;
    private final int valueBytes;
    private final boolean bare;

    private SurrogateShape(
            String type,
            int start,
            int handleAt,
            int codeAt,
            int end,
            int valueBytes,
            boolean bare) {
        this.type = type;
        this.start = start;
        this.handleAt = handleAt;
        this.codeAt = codeAt;
        this.end = end;
        this.valueBytes = valueBytes;
        this.bare = bare;
    }

    private static List<byte[]> types() {
        List<byte[]> names = new ArrayList<>();
        InfoTypes.all().stream()
                .map(InfoType::name)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(name -> names.add(name.getBytes(StandardCharsets.US_ASCII)));
        return List.copyOf(names);
    }

    /// The symbol of a value from 0 to 31.
    public static char symbol(int value) {
        return SYMBOLS.charAt(value);
    }

    /// The value of a symbol, or -1.
    public static int value(byte symbol) {
        return symbol < 0 ? -1 : VALUES[symbol];
    }

    /// Whether the byte may stand in a surrogate.
    static boolean inside(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
    }

    /// Symbols of the code of a value.
    public static int codeSymbols(int valueBytes) {
        return (int) ((8L * (CHECK_BYTES + valueBytes) + 4) / 5);
    }

    /// Every reading of the bytes as a surrogate that begins at a type's name which ends at `mark`,
    /// an underscore, the longest type first; or that begins with the other mark at `mark`.
    public static List<SurrogateShape> at(byte[] b, int from, int to, int mark) {
        if (b[mark] == 'C') {
            return marked(b, mark, to);
        }
        if (b[mark] != '_'
                || mark + HANDLE_SYMBOLS + 1 >= to
                || b[mark + HANDLE_SYMBOLS + 1] != '_') {
            return List.of();
        }
        List<SurrogateShape> readings = new ArrayList<>(1);
        for (byte[] name : TYPES) {
            int start = mark - name.length;
            if (start >= from && matches(b, start, name)) {
                read(
                        new String(name, StandardCharsets.US_ASCII),
                        b,
                        to,
                        start,
                        mark + 1,
                        mark + HANDLE_SYMBOLS + 2,
                        readings);
            }
        }
        return readings;
    }

    private static List<SurrogateShape> marked(byte[] b, int mark, int to) {
        if (mark + MARK.length > to || !matches(b, mark, MARK)) {
            return List.of();
        }
        List<SurrogateShape> readings = new ArrayList<>(1);
        int handleAt = mark + MARK.length;
        read(ENCODED_TYPE, b, to, mark, handleAt, handleAt + HANDLE_SYMBOLS, readings);
        return readings;
    }

    private static boolean matches(byte[] b, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (b[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static void read(
            String type,
            byte[] b,
            int to,
            int start,
            int handleAt,
            int lengthAt,
            List<SurrogateShape> readings) {
        long length = 0;
        int at = lengthAt;
        boolean more = true;
        for (int symbols = 0; more; symbols++) {
            int value = at < to && symbols < MAX_LENGTH_SYMBOLS ? value(b[at]) : -1;
            if (value < 0 || (symbols == 0 && value == 16)) {
                return;
            }
            length = length << 4 | (value & 15);
            more = value >= 16;
            at++;
        }
        int valueBytes = (int) (length >> 1);
        if (valueBytes > MAX_VALUE_BYTES || at + codeSymbols(valueBytes) > to) {
            return;
        }
        int codeEnd = at + codeSymbols(valueBytes);
        for (int i = handleAt; i < handleAt + HANDLE_SYMBOLS; i++) {
            if (value(b[i]) < 0) {
                return;
            }
        }
        for (int i = at; i < codeEnd; i++) {
            if (value(b[i]) < 0) {
                return;
            }
        }
        int end = codeEnd;
        if (type.equals(ENCODED_TYPE)) {
            while ((end - start) % 4 != 0) {
                if (end >= to || b[end] != '0') {
                    return;
                }
                end++;
            }
        }
        readings.add(
                new SurrogateShape(type, start, handleAt, at, end, valueBytes, (length & 1) != 0));
    }

    /// The name of its info type.
    public String type() {
        return type;
    }

    public int start() {
        return start;
    }

    /// One past its last byte.
    public int end() {
        return end;
    }

    /// Where the handle begins.
    public int handleAt() {
        return handleAt;
    }

    /// Where the code begins.
    public int codeAt() {
        return codeAt;
    }

    public int valueBytes() {
        return valueBytes;
    }

    /// Whether the value was a JSON number.
    public boolean bareNumber() {
        return bare;
    }

    @Override
    public String toString() {
        return "SurrogateShape[" + type + ", " + valueBytes + " bytes]";
    }
}
