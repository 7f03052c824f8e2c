package io.github.panagrad.report;

import io.github.panagrad.report.page.Markup;
import io.github.panagrad.report.page.Numbers;
import io.github.panagrad.report.page.Tables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data that a model was trained on, as a section of the page. For one thread. */
final class DataSection {
    private final Markup body;
    private final ReportPage page;

    DataSection(Markup body, ReportPage page) {
        this.body = body;
        this.page = page;
    }

    /** Writes the section, if there is something to write. */
    void write(@Nullable DataSummary data) {
        if (data == null) {
            return;
        }
        page.section(body, "data", "Data");
        if (!data.parts().isEmpty()) {
            Tables.begin(
                    body,
                    "Sets of rows",
                    List.of(Tables.words("rows of"), Tables.number("number"), Tables.words("source")));
            for (DataSummary.Part part : data.parts()) {
                body.begin("tr");
                body.element("th", part.name(), "scope", "row");
                body.element("td", Numbers.count(part.rows()), "class", "number");
                body.element("td", part.source());
                body.end();
            }
            Tables.end(body);
        }
        if (!data.columns().isEmpty()) {
            Tables.begin(
                    body,
                    "Columns of the table",
                    List.of(
                            Tables.words("column"),
                            Tables.words("read as"),
                            Tables.number("values"),
                            Tables.number("missing"),
                            Tables.words("became"),
                            Tables.words("why"),
                            Tables.words("notes")));
            for (DataSummary.Column column : data.columns()
                    .subList(0, Math.min(Tables.MOST_ROWS, data.columns().size()))) {
                body.begin("tr");
                body.element("th", column.name(), "scope", "row");
                body.element("td", column.readAs());
                body.element("td", column.values(), "class", "number");
                body.element("td", column.missing(), "class", "number");
                body.element("td", column.became());
                body.element("td", column.why(), "class", "words");
                body.element("td", column.notes());
                body.end();
            }
            Tables.end(body);
            Tables.cut(body, data.columns().size(), Tables.MOST_ROWS, "more columns");
        }
        if (!data.notes().isEmpty()) {
            body.element("h3", "Assumed, or suspicious");
            body.begin("ol");
            for (String note : data.notes()
                    .subList(0, Math.min(Tables.MOST_ROWS, data.notes().size()))) {
                body.element("li", note);
            }
            body.end();
            Tables.cut(body, data.notes().size(), Tables.MOST_ROWS, "more notes");
        }
        body.end();
    }
}
