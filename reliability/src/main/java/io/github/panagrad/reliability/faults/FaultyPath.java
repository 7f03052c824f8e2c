package io.github.panagrad.reliability.faults;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the file system that fails. A value. */
record FaultyPath(FaultyFileSystem system, Path inner) implements Path {
    /** Returns the path that the operating system knows. */
    static Path unwrap(Path path) {
        return path instanceof FaultyPath faulty ? faulty.inner : path;
    }

    private @Nullable Path wrapped(@Nullable Path path) {
        return path == null ? null : new FaultyPath(system, path);
    }

    private Path wrap(Path path) {
        return new FaultyPath(system, path);
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapped(inner.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return wrapped(inner.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return wrapped(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(inner.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return wrap(inner.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return inner.startsWith(unwrap(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return inner.endsWith(unwrap(other));
    }

    @Override
    public Path normalize() {
        return wrap(inner.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return wrap(inner.resolve(unwrap(other)));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(inner.relativize(unwrap(other)));
    }

    @Override
    public URI toUri() {
        return inner.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return wrap(inner.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return wrap(inner.toRealPath(options));
    }

    @Override
    public File toFile() {
        return new File(inner.toString());
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(unwrap(other));
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
