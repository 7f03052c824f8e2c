package io.github.panagrad.table.parquet;

import java.io.Serial;

/** A page holds what it cannot hold; the message says what. */
final class DamagedPageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DamagedPageException(String message) {
        super(message);
    }
}
