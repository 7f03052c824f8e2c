package io.github.panagrad.report;

import io.github.panagrad.report.page.Markup;
import io.github.panagrad.report.page.Numbers;
import io.github.panagrad.report.page.Tables;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a {@link StudyReport}. For one thread. */
final class StudyPage {
    private final StudyReport report;
    private final Markup page = new Markup();

    StudyPage(StudyReport report) {
        this.report = report;
    }

    /** Returns the page. */
    String html() {
        ReportPage.begin(page, report.title());
        page.begin("header");
        page.element("p", "Search report", "class", "kind");
        page.element("h1", report.title());
        page.end();
        page.begin("main");
        best();
        charts();
        importance();
        trials();
        page.end();
        page.element("footer", report.version().isBlank() ? "" : report.version() + ".");
        page.end();
        page.end();
        return page.toString();
    }

    private void section(String id, String heading) {
        page.begin("section", "id", id, "aria-labelledby", id + "-heading");
        page.element("h2", heading, "id", id + "-heading");
    }

    private void best() {
        List<StudyReport.Trial> best = report.best();
        if (best.isEmpty()) {
            return;
        }
        section("best", "Best trial");
        StudyReport.Trial first = best.getFirst();
        page.begin("ul", "class", "cards");
        card(Numbers.figure(first.value()), report.metric());
        card(String.valueOf(first.number()), "number of the trial, from 0");
        card(Numbers.count(first.epochs()), "epochs, " + first.state());
        card(Numbers.count(report.trials().size()), "trials, " + best.size() + " of them with a value");
        page.end();
        page.begin("dl", "class", "settings");
        first.parameters().forEach((name, value) -> {
            page.begin("div");
            page.element("dt", name).element("dd", value);
            page.end();
        });
        page.end();
        page.element("p", "The same training again:", "class", "small");
        page.begin("pre").element("code", report.command()).end();
        page.end();
    }

    private void card(String figure, String what) {
        page.begin("li").element("strong", figure).element("span", what).end();
    }

    private void charts() {
        if (report.best().isEmpty()) {
            return;
        }
        StudyCharts charts = new StudyCharts(report);
        section("history", "History");
        figure("Value of each trial, and the best until then", charts.history());
        page.end();
        section("parallel", "Parameters");
        figure("Parameters and value of each trial; the best tenth in colour", charts.parallel());
        page.end();
    }

    private void figure(String caption, String drawing) {
        page.begin("figure", "class", "chart")
                .element("figcaption", caption)
                .raw(drawing)
                .end();
    }

    private void importance() {
        if (report.importance().isEmpty()) {
            return;
        }
        section("importance", "Importance of parameters");
        page.element("p", report.importanceNote(), "class", "small");
        Tables.begin(
                page,
                "Share of the variance that is explained",
                List.of(Tables.words("parameter"), Tables.number("share"), Tables.words("")));
        for (Map.Entry<String, Double> share : report.importance().entrySet()) {
            page.begin("tr");
            page.element("th", share.getKey(), "scope", "row");
            page.element("td", Numbers.percent(share.getValue()), "class", "number");
            page.begin("td", "class", "bar");
            page.element("span", "", "style", String.format(Locale.ROOT, "width:%.1f%%", 100 * share.getValue()));
            page.end();
            page.end();
        }
        Tables.end(page);
        page.end();
    }

    private void trials() {
        section("trials", "Trials");
        Tables.begin(
                page,
                "All trials, the best first",
                List.of(
                        Tables.number("trial"),
                        Tables.number(report.metric()),
                        Tables.number("epochs"),
                        Tables.words("state"),
                        Tables.words("options")));
        List<StudyReport.Trial> best = report.best();
        best.stream().limit(Tables.MOST_ROWS).forEach(this::row);
        report.trials().stream()
                .filter(trial -> !Double.isFinite(trial.value()))
                .limit(Math.max(0, Tables.MOST_ROWS - best.size()))
                .forEach(this::row);
        Tables.end(page);
        Tables.cut(page, report.trials().size(), Tables.MOST_ROWS, "trials");
        page.end();
    }

    private void row(StudyReport.Trial trial) {
        page.begin("tr");
        page.element("td", String.valueOf(trial.number()), "class", "number");
        page.element("td", Numbers.figure(trial.value()), "class", "number");
        page.element("td", Numbers.count(trial.epochs()), "class", "number");
        page.element("td", trial.state(), "class", "words");
        page.element(
                "td",
                trial.parameters().entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")),
                "class",
                "words");
        page.end();
    }
}
