package io.countersign.bench.sinks;

import io.countersign.bench.GateFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// An OpenSearch node without TLS; an event that comes twice is there once, by its id.
final class RealSearch implements BenchReceiver {
    private static final String INDICES = "/countersign-ecs-*";

    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    RealSearch(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void clear() throws IOException, InterruptedException {
        String _ = ask("DELETE", INDICES);
    }

    @Override
    public String tally() throws IOException, InterruptedException {
        String _ = ask("POST", INDICES + "/_refresh");
        String count = ask("GET", INDICES + "/_count?filter_path=count").replaceAll("\\D", "");
        return count + " " + count;
    }

    @Override
    public long lookAgainMillis() {
        return 20;
    }

    private String ask(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new GateFailure("OpenSearch answers " + response.statusCode() + " to " + method);
        }
        return response.body();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
