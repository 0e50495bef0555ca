package io.countersign.detectors.phi;

import io.countersign.detectors.phi.types.CalendarDate;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// One spelling per value, so that the same patient gives the same token however it was typed.
final class NormalisedValue {
    private static final int TELEPHONE_DIGITS = 10;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s.,]+");

    private NormalisedValue() {}

    static String of(String type, byte[] array, int from, int length) {
        String text = new String(array, from, length, StandardCharsets.UTF_8).strip();
        return switch (type) {
            case "SSN", "ITIN", "CARD", "ABA", "NPI", "ZIP", "AGE_OVER_89", "NDC" -> digits(text);
            case "PHONE", "FAX" -> telephone(text);
            case "MRN",
                    "MBI",
                    "HICN",
                    "MEMBER_ID",
                    "CLAIM_NUMBER",
                    "ACCOUNT",
                    "IBAN",
                    "DEA",
                    "DRIVER_LICENSE",
                    "PASSPORT",
                    "VIN",
                    "PLATE",
                    "DEVICE",
                    "UNIQUE_ID",
                    "ICD10" ->
                    lettersAndDigits(text).toUpperCase(Locale.ROOT);
            case "DATE", "DOB" -> date(text);
            case "EMAIL", "URL", "IP_ADDRESS" -> text.toLowerCase(Locale.ROOT);
            default -> words(text);
        };
    }

    private static String digits(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// The ten digits of a North American number, without country code and extension; all digits of
    /// others.
    private static String telephone(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int extension = lower.indexOf('x');
        if (lower.indexOf("ext") >= 0) {
            extension = lower.indexOf("ext");
        }
        String number = digits(extension > 0 ? text.substring(0, extension) : text);
        boolean country =
                number.length() > TELEPHONE_DIGITS
                        && (number.startsWith("1") || number.startsWith("001"));
        return country ? number.substring(number.length() - TELEPHONE_DIGITS) : number;
    }

    private static String lettersAndDigits(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (Character.isLetterOrDigit(codePoint)) {
                out.appendCodePoint(codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return out.toString();
    }

    private static String words(String text) {
        StringBuilder out = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                out.append(out.isEmpty() ? "" : " ").append(word);
            }
        }
        return out.toString();
    }

    /// `yyyy-MM-dd`; `--MM-dd` where no year is told, `yyyy-MM` where no day is; month before day
    /// where both may be.
    private static String date(String text) {
        int[] numbers = new int[3];
        int[] lengths = new int[3];
        int count = 0;
        int month = 0;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int i = 0;
        while (i < bytes.length) {
            int start = i;
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
                    i++;
                }
                if (count < 3 && i - start <= 8) {
                    numbers[count] =
                            Integer.parseInt(
                                    new String(bytes, start, i - start, StandardCharsets.US_ASCII));
                    lengths[count++] = i - start;
                }
            } else if (letter(bytes[i])) {
                while (i < bytes.length && letter(bytes[i])) {
                    i++;
                }
                if (month == 0) {
                    month = CalendarDate.month(bytes, start, i - start);
                }
            } else {
                i++;
            }
        }
        if (month == 0 && count == 1 && lengths[0] == 8) {
            return iso(numbers[0] / 10_000, numbers[0] / 100 % 100, numbers[0] % 100);
        }
        if (month > 0 && count >= 2) {
            return iso(year(numbers[1], lengths[1]), month, numbers[0]);
        }
        if (month > 0 && count == 1) {
            return lengths[0] == 4 ? iso(numbers[0], month, 0) : iso(0, month, numbers[0]);
        }
        if (count == 3 && lengths[0] == 4) {
            return iso(numbers[0], numbers[1], numbers[2]);
        }
        if (count == 3) {
            boolean monthFirst = numbers[0] <= 12;
            return iso(
                    year(numbers[2], lengths[2]),
                    monthFirst ? numbers[0] : numbers[1],
                    monthFirst ? numbers[1] : numbers[0]);
        }
        return count == 2 ? iso(0, numbers[0], numbers[1]) : text.toLowerCase(Locale.ROOT);
    }

    private static boolean letter(byte c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    private static int year(int number, int length) {
        return length == 2 ? CalendarDate.century(number) : number;
    }

    private static String iso(int year, int month, int day) {
        StringBuilder out = new StringBuilder();
        out.append(year > 0 ? "%04d".formatted(year) : "-")
                .append('-')
                .append("%02d".formatted(month));
        if (day > 0) {
            out.append('-').append("%02d".formatted(day));
        }
        return out.toString();
    }
}
