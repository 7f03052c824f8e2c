package io.github.panagrad.nn;

import io.github.panagrad.nn.io.FolderLock;
import java.io.IOException;
import java.nio.file.Path;

/** Prints whether a folder can be locked. */
final class FolderLockProbe {
    private FolderLockProbe() {}

    public static void main(String[] args) throws IOException {
        System.out.println(FolderLock.tryLock(Path.of(args[0])).isPresent());
    }
}
