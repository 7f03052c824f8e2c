package io.github.panagrad.report;

import java.util.ArrayList;
import java.util.List;

/** Tables of a page. */
final class Tables {
    private Tables() {}

    /** Returns the head of the first column and those of the others. */
    static List<String> heads(String first, List<String> others) {
        List<String> heads = new ArrayList<>(List.of(first));
        heads.addAll(others);
        return heads;
    }

    /** Begins a table; one that is too wide can be scrolled. */
    static void begin(Markup body, String caption, List<String> heads) {
        body.begin("div", "class", "table", "tabindex", "0", "role", "region", "aria-label", caption);
        body.begin("table");
        body.element("caption", caption);
        body.begin("thead").begin("tr");
        for (String head : heads) {
            body.element("th", head, "scope", "col");
        }
        body.end().end();
        body.begin("tbody");
    }

    /** Adds a row of numbers. */
    static void row(Markup body, String head, List<String> numbers) {
        body.begin("tr");
        body.element("th", head, "scope", "row");
        for (String number : numbers) {
            body.element("td", number, "class", "number");
        }
        body.end();
    }

    /** Ends a table. */
    static void end(Markup body) {
        body.end().end().end();
    }
}
