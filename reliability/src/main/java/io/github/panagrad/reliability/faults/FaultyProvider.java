package io.github.panagrad.reliability.faults;

import io.github.panagrad.reliability.faults.Faults.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the JVM's file system ({@code -Djava.nio.file.spi.DefaultFileSystemProvider}): operations that change files
 * are counted, and fail as {@link Faults} says. Others go through.
 */
public final class FaultyProvider extends FileSystemProvider {
    private final FileSystemProvider inner;
    private final FaultyFileSystem system;

    /** Called by the JVM with its own provider. */
    public FaultyProvider(FileSystemProvider inner) {
        this.inner = inner;
        this.system = new FaultyFileSystem(this, inner.getFileSystem(URI.create("file:///")));
    }

    private static Path unwrap(Path path) {
        return FaultyPath.unwrap(path);
    }

    @Override
    public String getScheme() {
        return inner.getScheme();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) throws IOException {
        return inner.newFileSystem(uri, environment);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return new FaultyPath(system, inner.getPath(uri));
    }

    private static boolean writes(Set<? extends OpenOption> options) {
        return options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (!writes(options)) {
            return inner.newFileChannel(unwrap(path), options, attributes);
        }
        Faults.before(Kind.WRITE);
        return new FaultyChannel(inner.newFileChannel(unwrap(path), options, attributes));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return writes(options)
                ? newFileChannel(path, options, attributes)
                : inner.newByteChannel(unwrap(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = inner.newDirectoryStream(unwrap(folder), _ -> true)) {
            for (Path path : stream) {
                Path wrapped = new FaultyPath(system, path);
                if (filter.accept(wrapped)) {
                    paths.add(wrapped);
                }
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return paths.iterator();
            }

            @Override
            public void close() {
                // The operating system's stream is closed already.
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        Faults.before(Kind.WRITE);
        inner.createDirectory(unwrap(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        Faults.before(Kind.DELETE);
        inner.delete(unwrap(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        Faults.before(Kind.WRITE);
        inner.copy(unwrap(source), unwrap(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Faults.before(Kind.RENAME);
        inner.move(unwrap(source), unwrap(target), options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return new FaultyPath(system, inner.readSymbolicLink(unwrap(link)));
    }

    @Override
    public boolean isSameFile(Path first, Path second) throws IOException {
        return inner.isSameFile(unwrap(first), unwrap(second));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return inner.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return inner.getFileStore(unwrap(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        inner.checkAccess(unwrap(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return inner.getFileAttributeView(unwrap(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return inner.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return inner.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        Faults.before(Kind.WRITE);
        inner.setAttribute(unwrap(path), attribute, value, options);
    }
}
