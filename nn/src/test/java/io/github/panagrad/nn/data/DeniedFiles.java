package io.github.panagrad.nn.data;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files whose attributes can be read but that cannot be opened, like those of another user. Removing read permission is
 * not sufficient, because root can read all files and tests run as root in containers.
 */
final class DeniedFiles extends FileSystem {
    private final FileSystem real;
    private final Provider provider;

    private DeniedFiles(FileSystem real) {
        this.real = real;
        this.provider = new Provider(real.provider());
    }

    /** Returns a path to the same file that cannot be opened. */
    static Path deny(Path file) {
        FileSystem files = new DeniedFiles(file.getFileSystem());
        return (Path) Proxy.newProxyInstance(
                DeniedFiles.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, args) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return files;
                    }
                    try {
                        return method.invoke(file, args);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static UnsupportedOperationException notNeeded() {
        return new UnsupportedOperationException("not needed");
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw notNeeded();
    }

    @Override
    public boolean isOpen() {
        return real.isOpen();
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return real.getPath(first, more);
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        return real.getPathMatcher(syntaxAndPattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() throws IOException {
        return real.newWatchService();
    }

    /** Returns the attributes of a file, but refuses to open or list it. */
    private static final class Provider extends FileSystemProvider {
        private final FileSystemProvider real;

        Provider(FileSystemProvider real) {
            this.real = real;
        }

        private static Path real(Path path) {
            return Path.of(path.toString());
        }

        @Override
        public String getScheme() {
            return "denied";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
            throw notNeeded();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            throw notNeeded();
        }

        @Override
        public Path getPath(URI uri) {
            throw notNeeded();
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            throw new AccessDeniedException(path.toString());
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            throw new AccessDeniedException(dir.toString());
        }

        @Override
        public void createDirectory(Path dir, FileAttribute<?>... attributes) {
            throw notNeeded();
        }

        @Override
        public void delete(Path path) {
            throw notNeeded();
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw notNeeded();
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) {
            throw notNeeded();
        }

        @Override
        public boolean isSameFile(Path path, Path path2) throws IOException {
            return real.isSameFile(real(path), real(path2));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return real.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return real.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            if (Set.of(modes).contains(AccessMode.READ)) {
                throw new AccessDeniedException(path.toString());
            }
            real.checkAccess(real(path), modes);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return real.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return real.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return real.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, @Nullable Object value, LinkOption... options) {
            throw notNeeded();
        }
    }
}
