package io.github.panagrad.report.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/** Simplifies lines for drawing. */
public final class LineSimplification {
    private LineSimplification() {}

    /**
     * Finds the points that a line needs (Douglas and Peucker, "Algorithms for the reduction of the number of points required
     * to represent a digitized line", 1973).
     *
     * @param x in pixels
     * @param y in pixels; all finite
     * @param tolerance how far a point that is left out may be from what is drawn, in pixels
     * @return for each point whether it is needed; the ends are
     */
    public static boolean[] needed(double[] x, double[] y, double tolerance) {
        boolean[] needed = new boolean[x.length];
        if (x.length == 0) {
            return needed;
        }
        needed[0] = true;
        needed[x.length - 1] = true;
        // Not a recursion, whose depth could be the number of points.
        Deque<int[]> open = new ArrayDeque<>();
        open.push(new int[] {0, x.length - 1});
        while (!open.isEmpty()) {
            int[] part = open.pop();
            int farthest = -1;
            double distance = tolerance;
            for (int i = part[0] + 1; i < part[1]; i++) {
                double here = distance(x, y, i, part[0], part[1]);
                if (here > distance) {
                    distance = here;
                    farthest = i;
                }
            }
            if (farthest >= 0) {
                needed[farthest] = true;
                open.push(new int[] {part[0], farthest});
                open.push(new int[] {farthest, part[1]});
            }
        }
        return needed;
    }

    private static double distance(double[] x, double[] y, int i, int from, int to) {
        double dx = x[to] - x[from];
        double dy = y[to] - y[from];
        double length = Math.hypot(dx, dy);
        return length == 0
                ? Math.hypot(x[i] - x[from], y[i] - y[from])
                : Math.abs(dx * (y[i] - y[from]) - dy * (x[i] - x[from])) / length;
    }

    /**
     * Returns evenly spread positions.
     *
     * @param count the number of positions
     * @param most the most to return
     */
    public static int[] some(int count, int most) {
        int[] chosen = new int[Math.min(count, most)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = (int) ((long) i * count / chosen.length);
        }
        return chosen;
    }
}
