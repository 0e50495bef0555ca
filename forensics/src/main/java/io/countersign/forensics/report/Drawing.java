package io.countersign.forensics.report;

import io.countersign.forensics.report.Report.Bars;
import io.countersign.forensics.report.Report.Lines;
import io.countersign.forensics.report.Report.Picture;
import io.countersign.forensics.report.Report.Timeline;
import java.util.List;

/// A picture before it has a form: marks on a plane of `width` by `height` units, y downwards.
/// [Svg] and [Pdf] draw the same marks.
///
/// @param title what the picture shows, in a few words
/// @param description what somebody who does not see it is told
record Drawing(int width, int height, String title, String description, List<Mark> marks) {
    /// All pictures of a report are as wide.
    static final int WIDTH = 900;

    Drawing {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + " by " + height);
        }
        marks = List.copyOf(marks);
    }

    static Drawing of(Picture picture) {
        return switch (picture) {
            case Timeline timeline -> TimelinePicture.of(timeline);
            case Bars bars -> BarPicture.of(bars);
            case Lines lines -> LinePicture.of(lines);
        };
    }

    /// What a picture is made of.
    sealed interface Mark {}

    record Line(int x1, int y1, int x2, int y2, Tone tone, Dash dash) implements Mark {}

    record Box(int x, int y, int width, int height, Tone tone) implements Mark {}

    record Dot(int x, int y, int radius, Tone tone) implements Mark {}

    /// @param y of the line that the letters stand on
    record Words(int x, int y, Anchor anchor, String text) implements Mark {}

    /// Which end of words is at their place.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /// Colours that are told from white and from black paper. None of them says anything that
    /// words, places or dashes do not say too.
    enum Tone {
        FAINT(0x8A8A8A),
        BLUE(0x3B7DC4),
        RED(0xC9453D),
        GREEN(0x4A914A);

        private final int rgb;

        Tone(int rgb) {
            this.rgb = rgb;
        }

        int rgb() {
            return rgb;
        }

        /// From 0 to 1, as the two below.
        float red() {
            return (rgb >> 16) / 255f;
        }

        float green() {
            return (rgb >> 8 & 0xFF) / 255f;
        }

        float blue() {
            return (rgb & 0xFF) / 255f;
        }
    }

    /// How a line is broken.
    enum Dash {
        SOLID,
        LONG,
        SHORT;

        /// The units that are drawn and left out, in turn.
        List<Integer> units() {
            return switch (this) {
                case SOLID -> List.of();
                case LONG -> List.of(10, 5);
                case SHORT -> List.of(3, 3);
            };
        }
    }
}
