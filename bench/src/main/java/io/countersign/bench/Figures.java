package io.countersign.bench;

import java.util.Arrays;
import java.util.Locale;

/// Several measurements of one thing: the median, and the lowest and highest.
record Figures(double median, double lowest, double highest) {
    /// @throws IllegalArgumentException where there are none
    static Figures of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no measurements");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Figures(median, sorted[0], sorted[sorted.length - 1]);
    }

    String show(int decimals) {
        String number = "%,." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                median,
                lowest,
                highest);
    }
}
