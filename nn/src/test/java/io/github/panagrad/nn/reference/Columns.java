package io.github.panagrad.nn.reference;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The matrix operations used in the derivation of the lecture notes. Every result is a new matrix. */
final class Columns {
    private Columns() {}

    /** {@code A B}. */
    static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    /** {@code Aᵀ}. */
    static double[][] transpose(double[][] a) {
        double[][] transpose = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                transpose[j][i] = a[i][j];
            }
        }
        return transpose;
    }

    /** {@code f(a)} for each element. */
    static double[][] each(double[][] a, DoubleUnaryOperator f) {
        return each(a, a, (element, same) -> f.applyAsDouble(element));
    }

    /** {@code f(a, b)} for each pair of elements; {@code b} may be a single column, which is broadcast. */
    static double[][] each(double[][] a, double[][] b, DoubleBinaryOperator f) {
        double[][] result = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[i][j] = f.applyAsDouble(a[i][j], b[i][b[i].length == 1 ? 0 : j]);
            }
        }
        return result;
    }

    /** The mean of each row, as a column. */
    static double[][] rowMeans(double[][] a) {
        double[][] means = new double[a.length][1];
        for (int i = 0; i < a.length; i++) {
            for (double element : a[i]) {
                means[i][0] += element / a[i].length;
            }
        }
        return means;
    }
}
