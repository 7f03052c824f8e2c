package io.github.panagrad.benchmarks.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ranks and wins, computed by hand. */
class QualityReportTest {
    private static Result classes(String table, String split, String method, double loss, double area) {
        return new Result(
                new Job(table, split, method), new Scores(loss, 0.5, area, Double.NaN, Double.NaN), 2, loss * 0.9);
    }

    private static Result values(String table, String split, String method, double rmse, double r2) {
        return new Result(
                new Job(table, split, method), new Scores(Double.NaN, Double.NaN, Double.NaN, rmse, r2), 4, rmse * 1.1);
    }

    private final QualityReport report = new QualityReport(
            List.of(
                    classes("a", "0", "own", 0.2, 0.9),
                    classes("a", "1", "own", 0.4, 0.8),
                    values("b", "0", "own", 3, 0.5),
                    values("c", "0", "own", 3, 0.5)),
            List.of(
                    classes("a", "0", "one", 0.1, 0.95),
                    classes("a", "1", "one", 0.3, 0.85),
                    values("b", "0", "one", 6, 0.25),
                    classes("a", "1", "two", 0.4, 0.7),
                    values("b", "0", "two", 2, 0.75),
                    values("c", "0", "two", 2, 0.75)),
            List.of("own", "one", "two"));

    /** Only split 1 of table a, and table b, are there for all. */
    @Test
    void ranks() {
        assertEquals((2.5 + 2) / 2, report.rank("own", Result::error));
        assertEquals((1 + 3) / 2.0, report.rank("one", Result::error));
        assertEquals((2.5 + 1) / 2, report.rank("two", Result::error));
        assertEquals((2 + 2) / 2.0, report.rank("own", result -> -result.merit()));
    }

    @Test
    void markdown() {
        String text = report.markdown();
        assertTrue(text.startsWith("2 tables, 2 splits that all methods have."), text);
        assertTrue(text.contains("| one | 2.00 | 2.00 | 50 % | 50 % | 3.0 | 0.995 ± 0.100 |"), text);
        assertTrue(text.contains("| a | 0.4000 | 1.33 | 1.00 |"), text);
        assertTrue(text.contains("| b | 3.000 | 0.50 | 1.50 |"), text);
        assertTrue(text.contains("| **geometric mean** |  | 0.82 | 1.22 |"), text);
        assertFalse(text.contains("| c |"), text);
    }
}
