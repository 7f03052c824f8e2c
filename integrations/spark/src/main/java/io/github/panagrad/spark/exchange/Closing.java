package io.github.panagrad.spark.exchange;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is of no more use. */
final class Closing {
    private Closing() {}

    /** Closes; that it failed changes nothing for anyone. */
    @SuppressWarnings("EmptyCatch")
    static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // Nobody uses it any more.
        }
    }
}
