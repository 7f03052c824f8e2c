package io.github.panagrad.blas;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The files of the declared library, as found on the class path or module path.
 *
 * @param entries the files, in loading order
 */
record DeclaredContents(DeclaredFiles files, List<DeclaredEntry> entries) {
    private static final int KEY_CHARACTERS = 16;

    /** Copies the list. */
    DeclaredContents {
        entries = List.copyOf(entries);
    }

    /** Finds the files; throws if one is missing. */
    static DeclaredContents find(DeclaredFiles files) throws RejectedLibraryException {
        try {
            List<DeclaredEntry> entries = new ArrayList<>();
            for (String name : files.names()) {
                Optional<URL> url = resource(files, name);
                if (url.isEmpty()) {
                    throw new RejectedLibraryException(
                            "no dependency brings it (io.github.panagrad:panagrad-openblas, or"
                                    + " org.bytedeco:openblas with the classifier " + files.classifier() + ")");
                }
                entries.add(DeclaredEntry.at(name, url.get()));
            }
            return new DeclaredContents(files, entries);
        } catch (IOException e) {
            throw new RejectedLibraryException("the jar cannot be read: " + e, e);
        }
    }

    private static Optional<URL> resource(DeclaredFiles files, String name) throws IOException {
        String path = files.resource(name);
        ClassLoader own = DeclaredContents.class.getClassLoader();
        Optional<URL> found = Optional.ofNullable(own).map(loader -> loader.getResource(path));
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (found.isEmpty() && context != null) {
            found = Optional.ofNullable(context.getResource(path));
        }
        return found.isPresent() ? found : onModulePath(files.moduleName(), path);
    }

    /**
     * Looks for the jar on the module path. It is read as a file: as a module it would require the JavaCPP modules,
     * which are not used.
     */
    private static Optional<URL> onModulePath(String moduleName, String path) throws IOException {
        String modulePath = System.getProperty("jdk.module.path", "");
        if (modulePath.isEmpty()) {
            return Optional.empty();
        }
        Path[] entries = Arrays.stream(modulePath.split(java.io.File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toArray(Path[]::new);
        Optional<ModuleReference> module;
        try {
            module = ModuleFinder.of(entries).find(moduleName);
        } catch (FindException e) {
            return Optional.empty(); // The JVM itself reports a broken module path.
        }
        if (module.isEmpty()) {
            return Optional.empty();
        }
        try (ModuleReader reader = module.get().open()) {
            var found = reader.find(path);
            return found.isPresent() ? Optional.of(found.get().toURL()) : Optional.empty();
        }
    }

    /** Returns a name derived from the content: different files give different names. */
    String key() {
        StringBuilder identity = new StringBuilder();
        for (DeclaredEntry entry : entries) {
            identity.append(entry.name())
                    .append(' ')
                    .append(entry.size())
                    .append(' ')
                    .append(entry.crc())
                    .append('\n');
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(identity.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, KEY_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
