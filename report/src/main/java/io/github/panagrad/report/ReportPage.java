package io.github.panagrad.report;

import io.github.panagrad.report.page.Markup;
import io.github.panagrad.report.page.Numbers;
import io.github.panagrad.report.page.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page of a report: its sections in order, those without content left out. For one thread. */
final class ReportPage {
    private static final int MOST_CARDS = 6;

    private final TrainingReport report;
    private final Map<String, String> charts;
    private final Markup page = new Markup();
    private final List<String> sections = new ArrayList<>();

    /**
     * Begins the page.
     *
     * @param charts as markup, by their names
     */
    ReportPage(TrainingReport report, Map<String, String> charts) {
        this.report = report;
        this.charts = charts;
    }

    /** Returns the page. */
    String html() {
        Markup body = new Markup();
        metrics(body);
        curves(body);
        new EvidenceSections(body, this).write(report.evidence());
        if (charts.containsKey("decision-surface")) {
            section(body, "surface", "Decision surface");
            charts(body, List.of("decision-surface"));
            body.end();
        }
        importance(body);
        new DataSection(body, this).write(report.data());
        settings(body);
        resources(body);
        reproduction(body);

        begin(page, report.title());
        header();
        page.begin("main").raw(body.toString()).end();
        page.begin("footer")
                .text((report.version().isBlank() ? "" : report.version() + ". ")
                        + (charts.isEmpty()
                                ? ""
                                : "The charts are also in the folder plots beside this page, as PNG and SVG."))
                .end();
        page.end();
        page.end();
        return page.toString();
    }

    /** Begins a page, whose body is open then. */
    static void begin(Markup page, String title) {
        page.raw("<!DOCTYPE html>\n");
        page.begin("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        page.begin("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", title);
        page.begin("style").raw(styleSheet()).end();
        page.end();
        page.begin("body");
    }

    /** Returns the style sheet of all pages. */
    private static String styleSheet() {
        try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void header() {
        page.begin("header");
        page.element("p", "Training report", "class", "kind");
        page.element("h1", report.title());
        for (String note : report.notes()) {
            page.element("p", note, "class", "note");
        }
        page.begin("nav", "aria-label", "Sections").begin("ul");
        for (int i = 0; i < sections.size(); i += 2) {
            page.begin("li");
            page.element("a", sections.get(i + 1), "href", "#" + sections.get(i));
            page.end();
        }
        page.end().end().end();
    }

    /** Begins a section; the caller ends it. */
    void section(Markup body, String id, String heading) {
        sections.add(id);
        sections.add(heading);
        body.begin("section", "id", id, "aria-labelledby", id + "-heading");
        body.element("h2", heading, "id", id + "-heading");
    }

    /** Writes those of the named charts that exist. */
    void charts(Markup body, List<String> names) {
        body.begin("div", "class", "charts");
        for (String name : names) {
            body.raw(charts.getOrDefault(name, ""));
        }
        body.end();
    }

    private void metrics(Markup body) {
        MetricTable table = report.metrics();
        if (table == null || table.rows().isEmpty()) {
            return;
        }
        section(body, "metrics", "Final metrics");
        int last = table.parts().size() - 1;
        body.begin(
                "ul",
                "class",
                "cards",
                "aria-label",
                "Metrics of the " + table.parts().get(last) + " rows");
        for (MetricTable.Row row :
                table.rows().subList(0, Math.min(MOST_CARDS, table.rows().size()))) {
            body.begin("li");
            body.element("strong", Numbers.figure(row.values().get(last)));
            body.element("span", row.metric() + ", " + table.parts().get(last));
            body.end();
        }
        body.end();
        Tables.begin(body, "Final metrics by set of rows", Tables.heads("metric", table.parts()));
        for (MetricTable.Row row : table.rows()) {
            Tables.row(
                    body,
                    row.metric(),
                    row.values().stream().map(Numbers::figure).toList());
        }
        Tables.end(body);
        body.end();
    }

    private void curves(Markup body) {
        LearningCurves curves = report.curves();
        if (curves == null || curves.epochs().isEmpty()) {
            return;
        }
        section(body, "curves", "Learning curves");
        long epochs = curves.epochs().size();
        body.element(
                "p",
                (epochs == 1 ? "One epoch" : Numbers.count(epochs) + " epochs")
                        + (curves.bestEpoch().isPresent()
                                ? "; the weights are those of epoch "
                                        + curves.bestEpoch().getAsInt() + "."
                                : "; the weights are those of the last one."));
        charts(
                body,
                charts.keySet().stream()
                        .filter(name -> name.startsWith("learning-") || name.equals("speed"))
                        .toList());
        body.end();
    }

    private void importance(Markup body) {
        ImportanceTable table = report.importance();
        if (table == null || table.columns().isEmpty()) {
            return;
        }
        section(body, "importance", "Permutation importance");
        body.element(
                "p",
                "By how much " + table.metric()
                        + " becomes worse when the values of a column are shuffled, and the standard"
                        + " deviation over " + table.repeats() + " shuffles; from " + Numbers.count(table.rows())
                        + " rows, where it is " + Numbers.figure(table.baseline())
                        + " unshuffled. Correlated columns share their importance.");
        List<ImportanceTable.Column> sorted = ImportanceDrawing.sorted(table);
        double largest = sorted.stream()
                .mapToDouble(column -> Math.abs(column.meanDrop()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        Tables.begin(
                body,
                "Importance of each column",
                List.of(
                        Tables.words("column"),
                        Tables.number("drop"),
                        Tables.number("± deviation"),
                        Tables.words("share of the largest")));
        for (ImportanceTable.Column column : sorted.subList(0, Math.min(sorted.size(), Tables.MOST_ROWS))) {
            double share = largest > 0 && Double.isFinite(column.meanDrop()) ? column.meanDrop() / largest : 0;
            body.begin("tr");
            body.element("th", column.name(), "scope", "row");
            body.element("td", Numbers.figure(column.meanDrop()), "class", "number");
            body.element("td", Numbers.figure(column.deviation()), "class", "number");
            body.begin("td", "class", share < 0 ? "bar negative" : "bar");
            body.element("span", "", "style", "width:" + Math.round(1000 * Math.abs(share)) / 10.0 + "%");
            body.end().end();
        }
        Tables.end(body);
        Tables.cut(body, sorted.size(), Tables.MOST_ROWS, "columns with smaller drops");
        body.end();
    }

    private void settings(Markup body) {
        if (report.configuration().isEmpty()) {
            return;
        }
        section(body, "configuration", "Configuration");
        body.begin("dl", "class", "settings");
        report.configuration().forEach((name, value) -> {
            body.begin("div");
            body.element("dt", name);
            body.element("dd", value);
            body.end();
        });
        body.end();
        body.end();
    }

    private void resources(Markup body) {
        Timing timing = report.timing();
        if (timing == null && report.memory().isEmpty()) {
            return;
        }
        section(body, "resources", "Time and memory");
        body.begin("div", "class", "beside");
        if (timing != null) {
            Tables.begin(body, "Time", Tables.heads("part", List.of("time")));
            Tables.row(body, "reading", List.of(Numbers.seconds(timing.readSeconds())));
            Tables.row(body, "training", List.of(Numbers.seconds(timing.fitSeconds())));
            Tables.row(body, "evaluation", List.of(Numbers.seconds(timing.evaluateSeconds())));
            Tables.end(body);
        }
        if (!report.memory().isEmpty()) {
            Tables.begin(body, "Memory", Tables.heads("memory for", List.of("planned")));
            report.memory().forEach((name, bytes) -> Tables.row(body, name, List.of(Numbers.bytes(bytes))));
            Tables.end(body);
        }
        body.end();
        body.end();
    }

    private void reproduction(Markup body) {
        if (report.command().isBlank()) {
            return;
        }
        section(body, "reproduction", "To repeat it");
        body.begin("pre", "tabindex", "0").element("code", report.command()).end();
        body.end();
    }
}
