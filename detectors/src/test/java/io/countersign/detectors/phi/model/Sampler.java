package io.countersign.detectors.phi.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws strings with given weights.
final class Sampler {
    private final List<String> values = new ArrayList<>();
    private final List<Double> sums = new ArrayList<>();
    private double total;

    void add(String value, double weight) {
        total += weight;
        values.add(value);
        sums.add(total);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    String draw(SplittableRandom random) {
        double at = random.nextDouble() * total;
        int low = 0;
        int high = sums.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums.get(middle) > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return values.get(low);
    }
}
