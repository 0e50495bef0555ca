package io.countersign.intake.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// The text of RTF (Microsoft's specification 1.9.1): control words are obeyed where they make text
/// and passed over else; groups that hold no text of the document are skipped.
final class RtfText implements Format {
    private static final Set<String> SKIPPED =
            Set.of(
                    "fonttbl",
                    "colortbl",
                    "stylesheet",
                    "listtable",
                    "listoverridetable",
                    "rsidtbl",
                    "generator",
                    "themedata",
                    "colorschememapping",
                    "datastore",
                    "latentstyles",
                    "xmlnstbl",
                    "objdata",
                    "pict");

    private static final Set<String> LINES = Set.of("par", "line", "row", "sect", "page", "column");

    private static final int MAX_WORD = 32;

    /// @param skipped nothing of the group is text
    /// @param unicodeSkip characters that stand for a Unicode one in old readers
    private record Group(boolean skipped, int unicodeSkip) {}

    @Override
    public void read(byte[] bytes, Budget budget, Budget.Text text, Inside inside)
            throws IOException {
        new Reading(bytes, text, inside).read();
        if (inside.pictures() > 0 && text.isBlank()) {
            inside.onlyPictures();
        }
    }

    private static final class Reading {
        private final byte[] rtf;
        private final Budget.Text text;
        private final ByteArrayOutputStream run = new ByteArrayOutputStream();
        private final Deque<Group> outer = new ArrayDeque<>();
        private Group group = new Group(false, 1);
        private Charset charset = Charset.forName("windows-1252");
        private int toSkip;
        private int at;
        private final Inside inside;

        /// Groups around the picture that is passed over; -1: none is.
        private int pictureDepth = -1;

        private int pictureDigits;
        private int pictureBinary;

        Reading(byte[] rtf, Budget.Text text, Inside inside) {
            this.rtf = rtf;
            this.text = text;
            this.inside = inside;
        }

        void read() throws IOException {
            while (at < rtf.length) {
                byte b = rtf[at++];
                switch (b) {
                    case '{' -> {
                        if (outer.size() >= DocumentLimits.MAX_XML_DEPTH) {
                            throw new LimitReachedException("depth of groups");
                        }
                        outer.push(group);
                    }
                    case '}' -> {
                        endRun();
                        endPicture();
                        if (!outer.isEmpty()) {
                            group = outer.pop();
                        }
                    }
                    case '\\' -> control();
                    case '\r', '\n' -> {
                        // Line ends of the file mean nothing.
                    }
                    default -> character(b);
                }
            }
            endRun();
        }

        private void character(int b) {
            if (toSkip > 0) {
                toSkip--;
            } else if (!group.skipped()) {
                run.write(b);
            } else {
                pictureDigits++;
            }
        }

        private void endRun() throws IOException {
            if (run.size() > 0) {
                text.add(run.toString(charset));
                run.reset();
            }
        }

        /// Pictures stand in hexadecimal digits, or behind `bin` as they are.
        private void endPicture() {
            if (outer.size() == pictureDepth) {
                inside.picture(pictureBinary + pictureDigits / 2L);
                pictureDepth = -1;
            }
        }

        private void control() throws IOException {
            if (at >= rtf.length) {
                return;
            }
            byte b = rtf[at];
            if (b == '\'') {
                at++;
                int high = at < rtf.length ? Character.digit(rtf[at], 16) : -1;
                int low = at + 1 < rtf.length ? Character.digit(rtf[at + 1], 16) : -1;
                at = Math.min(rtf.length, at + 2);
                if (high >= 0 && low >= 0) {
                    character(high << 4 | low);
                }
            } else if (b == '*') {
                at++;
                group = new Group(true, group.unicodeSkip());
            } else if (b == '~') {
                at++;
                character(' ');
            } else if (b == '\\' || b == '{' || b == '}') {
                at++;
                character(b);
            } else if (isLetter(b)) {
                word();
            } else {
                at++;
            }
        }

        private void word() throws IOException {
            int from = at;
            while (at < rtf.length && at - from < MAX_WORD && isLetter(rtf[at])) {
                at++;
            }
            String word = new String(rtf, from, at - from, StandardCharsets.US_ASCII);
            int number = at;
            if (at < rtf.length && rtf[at] == '-') {
                at++;
            }
            while (at < rtf.length && at - number < 10 && rtf[at] >= '0' && rtf[at] <= '9') {
                at++;
            }
            String digits = new String(rtf, number, at - number, StandardCharsets.US_ASCII);
            if (at < rtf.length && rtf[at] == ' ') {
                at++;
            }
            obey(word, digits.matches("-?[0-9]{1,9}") ? Integer.parseInt(digits) : 0);
        }

        private void obey(String word, int number) throws IOException {
            if (SKIPPED.contains(word)) {
                if (word.equals("pict") && pictureDepth < 0) {
                    pictureDepth = outer.size();
                    pictureDigits = 0;
                    pictureBinary = 0;
                }
                group = new Group(true, group.unicodeSkip());
            } else if (LINES.contains(word)) {
                endRun();
                text.line();
            } else if (word.equals("tab") || word.equals("cell")) {
                character('\t');
            } else if (word.equals("u")) {
                endRun();
                if (!group.skipped()) {
                    text.add(String.valueOf((char) number));
                }
                toSkip = group.unicodeSkip();
            } else if (word.equals("uc")) {
                group = new Group(group.skipped(), Math.clamp(number, 0, 8));
            } else if (word.equals("ansicpg")) {
                endRun();
                codePage(number);
            } else if (word.equals("bin")) {
                int end = (int) Math.min(rtf.length, (long) at + Math.max(0, number));
                pictureBinary += end - at;
                at = end;
            }
        }

        private void codePage(int number) {
            try {
                charset = Charset.forName("windows-" + number);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException _other) {
                // The usual one stays.
            }
        }

        private static boolean isLetter(byte b) {
            return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        }
    }
}
