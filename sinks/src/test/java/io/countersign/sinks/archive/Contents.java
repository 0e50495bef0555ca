package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/// What an archive holds, read by Iceberg's own reader, each row as a text, sorted.
record Contents(Map<ArchiveTable, List<String>> rows) {
    static Contents of(Archive archive) throws IOException {
        Map<ArchiveTable, List<String>> rows = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable kind : ArchiveTable.values()) {
            Table table = archive.table(kind);
            List<String> texts = new ArrayList<>();
            try (CloseableIterable<Record> records = IcebergGenerics.read(table).build()) {
                for (Record row : records) {
                    texts.add(text(row));
                }
            }
            texts.sort(null);
            rows.put(kind, texts);
        }
        return new Contents(rows);
    }

    List<String> in(ArchiveTable table) {
        return rows.getOrDefault(table, List.of());
    }

    private static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case StructLike struct -> {
                List<String> parts = new ArrayList<>();
                for (int i = 0; i < struct.size(); i++) {
                    parts.add(text(struct.get(i, Object.class)));
                }
                yield parts.toString();
            }
            case List<?> list -> list.stream().map(Contents::text).toList().toString();
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> value.toString();
        };
    }
}
