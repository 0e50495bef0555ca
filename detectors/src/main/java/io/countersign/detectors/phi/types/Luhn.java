package io.countersign.detectors.phi.types;

/// The check sum of cards, NPIs, IMEIs and LOINC codes (ISO/IEC 7812-1): from the right, every
/// second digit doubled.
final class Luhn {
    private Luhn() {}

    /// The sum over all digits, the check digit included; a multiple of 10 where it is right.
    static int sum(byte[] digits, int at, int length) {
        int sum = 0;
        boolean twice = false;
        for (int i = at + length - 1; i >= at; i--) {
            int digit = digits[i] - '0';
            if (twice) {
                digit *= 2;
                if (digit > 9) {
                    digit -= 9;
                }
            }
            sum += digit;
            twice = !twice;
        }
        return sum;
    }
}
