package io.github.panagrad.cli.output;

import java.util.regex.Pattern;

/** Text for the cells of CSV files that people open in spreadsheets, which run what looks like a formula. */
public final class SpreadsheetText {
    /** Some programs strip the white space before the sign. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private SpreadsheetText() {}

    /** Returns the text, with an apostrophe in front if a spreadsheet would take it for a formula; a number is none. */
    public static String cell(String text) {
        boolean isFormula = !text.isEmpty()
                && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        return isFormula ? "'" + text : text;
    }
}
