package io.github.panagrad.blas;

import java.io.IOException;

/** Thrown when another user could have written a file or folder that a library would be loaded from. */
final class UntrustedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    UntrustedFileException(String message) {
        super(message);
    }
}
