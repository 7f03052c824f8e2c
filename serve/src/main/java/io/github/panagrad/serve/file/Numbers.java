package io.github.panagrad.serve.file;

import java.nio.ByteBuffer;

/** The numbers of a tensor, row-major, in the element type of the file. Immutable. */
public sealed interface Numbers {
    /** Returns a number by its position. */
    double get(int index);

    /** Returns how many there are. */
    int size();

    /** Returns all in an array of their own. */
    default double[] toArray() {
        double[] array = new double[size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = get(i);
        }
        return array;
    }

    /** Numbers of float32. */
    final class Floats implements Numbers {
        private final float[] values;

        /** Takes numbers, which are not to be changed. */
        public Floats(float[] values) {
            this.values = values;
        }

        /** Returns the numbers, which are not to be changed. */
        public float[] values() {
            return values;
        }

        static Floats read(ByteBuffer bytes) {
            float[] values = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(values);
            return new Floats(values);
        }

        @Override
        public double get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }
    }

    /** Numbers of float64. */
    final class Doubles implements Numbers {
        private final double[] values;

        /** Takes numbers, which are not to be changed. */
        public Doubles(double[] values) {
            this.values = values;
        }

        /** Returns the numbers, which are not to be changed. */
        public double[] values() {
            return values;
        }

        static Doubles read(ByteBuffer bytes) {
            double[] values = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(values);
            return new Doubles(values);
        }

        @Override
        public double get(int index) {
            return values[index];
        }

        @Override
        public int size() {
            return values.length;
        }
    }
}
