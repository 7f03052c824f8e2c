package io.github.panagrad.cli.data;

/** Text from a file, made fit for a message. */
final class CsvText {
    private static final int SHOWN = 40;

    private CsvText() {}

    /** Shortens a text and replaces what could move a terminal's cursor. */
    static String clean(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return shown.replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD]", "?");
    }
}
