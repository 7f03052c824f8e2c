package io.github.panagrad.blas;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A fake file system of paths and their contents. */
final class FakeFiles implements FileView {
    private final Map<String, String> texts = new TreeMap<>();

    /** Returns a file system with these files, all empty. */
    static FakeFiles of(String... paths) {
        FakeFiles files = new FakeFiles();
        for (String path : paths) {
            files.texts.put(path, "");
        }
        return files;
    }

    FakeFiles and(String path, String text) {
        texts.put(path, text);
        return this;
    }

    @Override
    public boolean exists(String path) {
        return texts.containsKey(path);
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(texts.get(path));
    }
}
