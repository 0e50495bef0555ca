package io.countersign.app.policy;

import io.countersign.detectors.destination.Hint;
import io.countersign.detectors.destination.Request;
import io.countersign.detectors.destination.Visibility;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A request as the tables of the tests write it: `day METHOD host/path key=value ...`, with `-`
/// for what is not in the record.
final class WrittenRequest {
    private WrittenRequest() {}

    /// @param text `day METHOD host/path key=value ...`
    static Request of(String text) {
        List<String> words = List.of(text.strip().split(" +"));
        String url = words.get(2);
        int slash = url.indexOf('/');
        Optional<String> host =
                url.equals("-")
                        ? Optional.empty()
                        : Optional.of(slash < 0 ? url : url.substring(0, slash));
        Optional<String> path =
                slash < 0 || url.endsWith("/-")
                        ? Optional.empty()
                        : Optional.of(url.substring(slash));
        OptionalLong bytes = OptionalLong.empty();
        Optional<String> model = Optional.empty();
        Optional<String> application = Optional.empty();
        Optional<String> account = Optional.empty();
        Visibility visibility = Visibility.URL;
        List<Hint> hints = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
            String key = word.substring(0, word.indexOf('='));
            String value = word.substring(key.length() + 1);
            switch (key) {
                case "bytes" -> bytes = OptionalLong.of(Long.parseLong(value));
                case "model" -> model = Optional.of(value);
                case "app" -> application = Optional.of(value);
                case "aws" -> account = Optional.of(value);
                case "vis" -> visibility = Visibility.valueOf(value);
                default -> hints.add(new Hint(key.substring("hint.".length()), value));
            }
        }
        return new Request(
                host,
                path,
                words.get(1).equals("-") ? Optional.empty() : Optional.of(words.get(1)),
                OptionalInt.empty(),
                bytes,
                Optional.empty(),
                Optional.empty(),
                application,
                model,
                account,
                hints,
                visibility,
                false,
                application.isPresent() && hints.stream().noneMatch(WrittenRequest::isFeed),
                LocalDate.parse(words.get(0)).atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    /// Lines with an organisation and an application stand for an activity feed, which has no
    /// prompt.
    private static boolean isFeed(Hint hint) {
        return hint.kind().equals("ORG_ID");
    }
}
