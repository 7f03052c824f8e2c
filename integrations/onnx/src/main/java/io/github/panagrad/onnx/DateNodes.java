package io.github.panagrad.onnx;

import io.github.panagrad.onnx.format.ElementType;
import io.github.panagrad.onnx.format.Graph;
import io.github.panagrad.onnx.format.Operators;
import io.github.panagrad.onnx.format.Value;
import io.github.panagrad.pipeline.DatePart;
import java.util.List;

/**
 * The parts of dates, from seconds since 1970 in the Gregorian calendar, with whole numbers. A year is taken to begin in March, so that
 * a leap day is its last.
 */
final class DateNodes {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_MINUTE = 60;

    /** From 0000-03-01 to 1970-01-01. */
    private static final long TO_1970 = 719_468;

    /** The days of 400 years. */
    private static final long DAYS_PER_ERA = 146_097;

    /** The days of the months from March to December. */
    private static final long FROM_MARCH = 306;

    /** The days of January and February. */
    private static final long TO_MARCH = 59;

    /** 1970-01-01 was a Thursday. */
    private static final long THURSDAY = 3;

    private final Graph graph;
    private final Value day;
    private final Value ofDay;

    /**
     * Divides seconds into days and the rest.
     *
     * @param seconds float64, N x 1
     */
    DateNodes(Graph graph, Value seconds) {
        this.graph = graph;
        Value whole = Operators.cast(graph, Operators.apply(graph, "Floor", seconds), ElementType.INT64);
        ofDay = modulo(whole, SECONDS_PER_DAY);
        day = over(Operators.subtract(graph, whole, ofDay), SECONDS_PER_DAY);
    }

    /** Returns the sine and the cosine of a part's share of a round, N x 2. */
    Value circle(DatePart part) {
        int values = values(part);
        double[] circle = new double[2 * values];
        for (int i = 0; i < values; i++) {
            circle[2 * i] = StrictMath.sin(2 * Math.PI * i / values);
            circle[2 * i + 1] = StrictMath.cos(2 * Math.PI * i / values);
        }
        return Operators.rows(
                graph, graph.doubles(part.label(), values, 2, circle), Operators.vector(graph, number(part)));
    }

    private static int values(DatePart part) {
        return switch (part) {
            case MONTH -> 12;
            case YEARDAY -> 366;
            case DAY -> 31;
            case WEEKDAY -> 7;
            case HOUR -> 24;
            case MINUTE -> 60;
        };
    }

    /** The number of a part, from 0. */
    private Value number(DatePart part) {
        return switch (part) {
            case MONTH -> modulo(plus(monthFromMarch(fromMarch(day)), 2), 12);
            case YEARDAY -> ofYear();
            case DAY -> ofMonth();
            case WEEKDAY -> modulo(plus(day, THURSDAY), 7);
            case HOUR -> over(ofDay, SECONDS_PER_HOUR);
            case MINUTE -> over(modulo(ofDay, SECONDS_PER_HOUR), SECONDS_PER_MINUTE);
        };
    }

    private Value ofMonth() {
        Value fromMarch = fromMarch(day);
        Value before = over(plus(times(monthFromMarch(fromMarch), 153), 2), 5);
        return Operators.subtract(graph, fromMarch, before);
    }

    private Value ofYear() {
        Value fromMarch = fromMarch(day);
        // The last day of February of the same year is the last of the year before.
        Value lastOfFebruary = fromMarch(plus(Operators.subtract(graph, day, fromMarch), -1));
        Value isLeap = Operators.cast(
                graph, graph.node("Equal", List.of(lastOfFebruary, graph.longs("leap", 365))), ElementType.INT64);
        Value inMarchOrLater = Operators.add(graph, plus(fromMarch, TO_MARCH), isLeap);
        Value isBefore = graph.node("GreaterOrEqual", List.of(fromMarch, graph.longs("january", FROM_MARCH)));
        return Operators.where(graph, isBefore, plus(fromMarch, -FROM_MARCH), inMarchOrLater);
    }

    /** The day of a year that begins in March, from 0. */
    private Value fromMarch(Value number) {
        Value ofEra = modulo(plus(number, TO_1970), DAYS_PER_ERA);
        Value leapless = Operators.subtract(
                graph,
                Operators.add(graph, Operators.subtract(graph, ofEra, over(ofEra, 1460)), over(ofEra, 36_524)),
                over(ofEra, 146_096));
        Value year = over(leapless, 365);
        Value before =
                Operators.subtract(graph, Operators.add(graph, times(year, 365), over(year, 4)), over(year, 100));
        return Operators.subtract(graph, ofEra, before);
    }

    private Value monthFromMarch(Value fromMarch) {
        return over(plus(times(fromMarch, 5), 2), 153);
    }

    private Value plus(Value a, long b) {
        return Operators.add(graph, a, graph.longs("addend", b));
    }

    private Value times(Value a, long b) {
        return Operators.multiply(graph, a, graph.longs("factor", b));
    }

    /** The quotient, of numbers that are not negative or divisible. */
    private Value over(Value a, long b) {
        return Operators.divide(graph, a, graph.longs("divisor", b));
    }

    /** The remainder, which is not negative. */
    private Value modulo(Value a, long b) {
        return graph.node("Mod", List.of(a, graph.longs("modulus", b)));
    }
}
