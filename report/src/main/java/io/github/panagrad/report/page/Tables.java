package io.github.panagrad.report.page;

import java.util.ArrayList;
import java.util.List;

/** Tables of a page. */
public final class Tables {
    /** The most rows of a table of columns. */
    public static final int MOST_ROWS = 500;

    private Tables() {}

    /** The head of a column; above numbers it is on the right, as they are. */
    record Head(String text, boolean isNumber) {}

    /** Returns the head of a column of words, and those of columns of numbers. */
    public static List<Head> heads(String first, List<String> numbers) {
        List<Head> heads = new ArrayList<>(List.of(new Head(first, false)));
        numbers.forEach(text -> heads.add(new Head(text, true)));
        return heads;
    }

    /** Returns the head of a column of words. */
    public static Head words(String text) {
        return new Head(text, false);
    }

    /** Returns the head of a column of numbers. */
    public static Head number(String text) {
        return new Head(text, true);
    }

    /** Begins a table; one that is too wide can be scrolled. */
    public static void begin(Markup body, String caption, List<Head> heads) {
        body.begin("div", "class", "table", "tabindex", "0", "role", "region", "aria-label", caption);
        body.begin("table");
        body.element("caption", caption);
        body.begin("thead").begin("tr");
        for (Head head : heads) {
            body.begin("th", "scope", "col", "class", head.isNumber() ? "number" : "words");
            body.text(head.text()).end();
        }
        body.end().end();
        body.begin("tbody");
    }

    /** Adds a row of numbers. */
    public static void row(Markup body, String head, List<String> numbers) {
        body.begin("tr");
        body.element("th", head, "scope", "row");
        for (String number : numbers) {
            body.element("td", number, "class", "number");
        }
        body.end();
    }

    /** Ends a table. */
    public static void end(Markup body) {
        body.end().end().end();
    }

    /** Writes how many rows were left out of a table, if there were too many. */
    public static void cut(Markup body, int rows, int most, String what) {
        if (rows > most) {
            body.element("p", Numbers.count(rows - most) + " " + what + " are not shown.", "class", "small");
        }
    }
}
