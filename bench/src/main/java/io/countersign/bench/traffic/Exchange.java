package io.countersign.bench.traffic;

import java.time.Instant;

/// One request of somebody's browser or program and its answer, before a source writes of it. A
/// mutable draft, filled by the one who makes it and not changed afterwards.
final class Exchange {
    static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/142.0.0.0 Safari/537.36";

    final Person person;
    final Instant start;
    final String method;
    final String host;
    final String path;
    long elapsedMillis = 400;
    int status = 200;
    long bytesUp = 1_200;
    long bytesDown = 8_000;
    String contentType = "text/html";
    String agent = BROWSER;
    String referer = "";
    String application = "General Browsing";
    String activity = "";

    /// What the person typed; empty where nothing was sent or nobody saw it.
    String prompt = "";

    String fileName = "";

    /// The proxy's own dictionaries had hits.
    boolean dlp;

    boolean blocked;
    boolean decrypted = true;

    /// A DENIED row of Squid with 407, a failed handshake, a preface.
    boolean challenge;

    Exchange(Person person, Instant start, String method, String host, String path) {
        this.person = person;
        this.start = start;
        this.method = method;
        this.host = host;
        this.path = path;
    }

    Instant end() {
        return start.plusMillis(elapsedMillis);
    }

    Exchange took(long millis) {
        elapsedMillis = millis;
        return this;
    }

    Exchange status(int code) {
        status = code;
        return this;
    }

    Exchange bytes(long up, long down) {
        bytesUp = up;
        bytesDown = down;
        return this;
    }

    Exchange type(String value) {
        contentType = value;
        return this;
    }

    Exchange agent(String value) {
        agent = value;
        return this;
    }

    Exchange from(String refererUrl) {
        referer = refererUrl;
        return this;
    }

    Exchange in(String name, String what) {
        application = name;
        activity = what;
        return this;
    }

    Exchange typed(String text) {
        prompt = text;
        return this;
    }

    Exchange file(String name) {
        fileName = name;
        return this;
    }

    /// The proxy's DLP found something and let it pass or not.
    Exchange dlp(boolean stopped) {
        dlp = true;
        blocked = stopped;
        status = stopped ? 403 : 200;
        return this;
    }

    Exchange blockedByProxy() {
        blocked = true;
        status = 403;
        return this;
    }

    /// Nobody looked into the connection.
    Exchange tunnel() {
        decrypted = false;
        return this;
    }

    Exchange challenged() {
        challenge = true;
        return this;
    }
}
