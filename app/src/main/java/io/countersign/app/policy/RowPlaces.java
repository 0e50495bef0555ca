package io.countersign.app.policy;

import io.countersign.detectors.destination.UnfitRowException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where rows, rules and services stand in their files, such as `baa.yaml: agreements[2]`, so that
/// what only shows when all are put together is said with its place as well.
final class RowPlaces {
    private final Map<String, List<String>> places = new HashMap<>();

    /// @param ids of the list's items, in order
    void add(String file, String list, List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            places.computeIfAbsent(ids.get(i), _id -> new ArrayList<>(1))
                    .add(file + ": " + list + "[" + i + "]");
        }
    }

    /// @param file the file that is named where no place is known
    InvalidPolicyFileException fault(String file, IllegalArgumentException unfit) {
        List<String> found =
                unfit instanceof UnfitRowException rows
                        ? rows.rows().stream()
                                .distinct()
                                .flatMap(id -> places.getOrDefault(id, List.of()).stream())
                                .toList()
                        : List.of();
        return new InvalidPolicyFileException(
                found.isEmpty() ? file : String.join(" and ", found),
                String.valueOf(unfit.getMessage()));
    }
}
