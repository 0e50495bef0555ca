package io.countersign.forensics.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a question goes to its process, and the answer comes back: a line of JSON each, UTF-8.
///
/// ```
/// question = {"sql", "values": [text], "files": {"ENTRIES": [path]}, "rows", "millis", "megabytes", "threads"}
/// answer   = {"columns": [{"name", "type"}]} row* {"end": rows, "cutOff", "nanos"}  |  {"refused": code, "message"}
/// row      = [value, ...]
/// ```
///
/// A process answers one question after the other until its input ends.
public final class QueryProtocol {
    /// A row with all its arrays; the entry that it comes from has at most 64 KiB.
    private static final int MAX_LINE_CHARS = 16 << 20;

    private static final ObjectMapper JSON = mapper();

    private QueryProtocol() {}

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxStringLength(MAX_LINE_CHARS).build());
        mapper.getFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        mapper.disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        mapper.enable(DeserializationFeature.USE_LONG_FOR_INTS);
        return mapper;
    }

    /// The child's side: answers questions until there are no more.
    public static void serve(Reader questions, Writer answers) throws IOException {
        BufferedReader lines = new BufferedReader(questions);
        String line = lines.readLine();
        while (line != null) {
            try {
                write(answers, Sandbox.answer(question(JSON.readTree(line))));
            } catch (RefusedQuestionException e) {
                write(answers, e);
            }
            answers.flush();
            line = lines.readLine();
        }
    }

    static void write(Writer out, Question question) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("sql", question.sql());
        question.values().forEach(node.putArray("values")::add);
        ObjectNode files = node.putObject("files");
        for (ArchiveTable table : ArchiveTable.values()) {
            ArrayNode list = files.putArray(table.name());
            question.files(table).forEach(file -> list.add(file.toString()));
        }
        node.put("rows", question.limits().rows());
        node.put("millis", question.limits().time().toMillis());
        node.put("megabytes", question.limits().memoryMegabytes());
        node.put("threads", question.limits().threads());
        line(out, node);
        out.flush();
    }

    private static Question question(JsonNode node) {
        List<String> values = new ArrayList<>();
        node.path("values").forEach(value -> values.add(value.asText()));
        Map<ArchiveTable, List<Path>> files = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            List<Path> list = new ArrayList<>();
            node.path("files").path(table.name()).forEach(file -> list.add(Path.of(file.asText())));
            files.put(table, list);
        }
        return new Question(
                node.path("sql").asText(),
                values,
                files,
                new Limits(
                        node.path("rows").asInt(),
                        Duration.ofMillis(node.path("millis").asLong()),
                        node.path("megabytes").asInt(),
                        node.path("threads").asInt()));
    }

    private static void write(Writer out, Answer answer) throws IOException {
        ObjectNode head = JSON.createObjectNode();
        ArrayNode columns = head.putArray("columns");
        for (Answer.Column column : answer.columns()) {
            columns.addObject().put("name", column.name()).put("type", column.type());
        }
        line(out, head);
        for (List<JsonNode> row : answer.rows()) {
            line(out, JSON.createArrayNode().addAll(row));
        }
        ObjectNode end = JSON.createObjectNode();
        end.put("end", answer.rows().size());
        end.put("cutOff", answer.cutOff());
        end.put("nanos", answer.engineTime().toNanos());
        line(out, end);
    }

    private static void write(Writer out, RefusedQuestionException refused) throws IOException {
        ObjectNode node = JSON.createObjectNode();
        node.put("refused", refused.refusal().name());
        node.put("message", refused.getMessage());
        line(out, node);
    }

    private static void line(Writer out, JsonNode node) throws IOException {
        JSON.writeValue(out, node);
        out.write('\n');
    }

    /// The parent's side of an answer.
    ///
    /// @throws RefusedQuestionException where the process refused, or ended before the answer did
    static Answer read(BufferedReader in) throws IOException {
        JsonNode head = next(in);
        if (head.has("refused")) {
            throw new RefusedQuestionException(
                    Refusal.valueOf(head.path("refused").asText()), head.path("message").asText());
        }
        List<Answer.Column> columns = new ArrayList<>();
        for (JsonNode column : head.path("columns")) {
            columns.add(
                    new Answer.Column(column.path("name").asText(), column.path("type").asText()));
        }
        List<List<JsonNode>> rows = new ArrayList<>();
        JsonNode line = next(in);
        while (line.isArray()) {
            List<JsonNode> row = new ArrayList<>(line.size());
            line.forEach(row::add);
            rows.add(row);
            line = next(in);
        }
        if (line.path("end").asInt(-1) != rows.size()) {
            throw ended();
        }
        return new Answer(
                columns,
                rows,
                line.path("cutOff").asBoolean(),
                Duration.ofNanos(line.path("nanos").asLong()));
    }

    private static JsonNode next(BufferedReader in) throws IOException {
        @Nullable String line = in.readLine();
        if (line == null) {
            throw ended();
        }
        return JSON.readTree(line);
    }

    private static RefusedQuestionException ended() {
        return new RefusedQuestionException(
                Refusal.ENGINE_FAILED,
                "The process that answers questions ended before its answer");
    }
}
