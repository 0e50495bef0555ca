package io.countersign.forensics.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/// The engine's values as JSON: what each of them means is in [Answer].
final class Cells {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Cells() {}

    static List<JsonNode> row(ResultSet result, int columns) throws SQLException {
        List<JsonNode> row = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
            row.add(cell(result.getObject(i)));
        }
        return row;
    }

    private static JsonNode cell(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> JSON.nullNode();
            case String text -> JSON.textNode(text);
            case Boolean flag -> JSON.booleanNode(flag);
            case Integer number -> JSON.numberNode(number.longValue());
            case Long number -> JSON.numberNode(number);
            case Short number -> JSON.numberNode(number.longValue());
            case Byte number -> JSON.numberNode(number.longValue());
            case BigInteger number -> JSON.numberNode(number);
            case BigDecimal number -> JSON.numberNode(number);
            case Double number -> real(number);
            case Float number -> real(number);
            case OffsetDateTime time -> JSON.textNode(time.toInstant().toString());
            case Timestamp time -> JSON.textNode(time.toInstant().toString());
            case Instant time -> JSON.textNode(time.toString());
            case Blob bytes -> hex(bytes.getBytes(1, (int) bytes.length()));
            case byte[] bytes -> hex(bytes);
            case Array array -> array((Object[]) array.getArray());
            case DuckDBStruct struct -> object(struct.getMap());
            case Struct struct -> array(struct.getAttributes());
            case Map<?, ?> map -> object(map);
            default -> JSON.textNode(value.toString());
        };
    }

    /// JSON has no infinity and no NaN.
    private static JsonNode real(double number) {
        return Double.isFinite(number)
                ? JSON.numberNode(number)
                : JSON.textNode(Double.toString(number));
    }

    private static JsonNode hex(byte[] bytes) {
        return JSON.textNode(HexFormat.of().formatHex(bytes));
    }

    private static ArrayNode array(@Nullable Object[] values) throws SQLException {
        ArrayNode array = JSON.arrayNode(values.length);
        for (Object value : values) {
            array.add(cell(value));
        }
        return array;
    }

    private static ObjectNode object(Map<?, ?> values) throws SQLException {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<?, ?> value : values.entrySet()) {
            object.set(String.valueOf(value.getKey()), cell(value.getValue()));
        }
        return object;
    }
}
