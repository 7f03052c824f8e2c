package io.github.panagrad.blas;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether only this user and root can have written a file. Loading a library runs its code, so a file that someone
 * else placed or can replace is never loaded.
 *
 * @param user the number of the user that this process acts as
 */
record FileTrust(int user) {
    private static final int ROOT = 0;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    /** In a folder with this bit, as {@code /tmp} has, only the owner of a file may rename or delete it. */
    private static final int STICKY = 01000;

    private static final String ATTRIBUTES = "unix:uid,mode";

    /** Returns the view of this process. */
    static FileTrust ofThisProcess() {
        return new FileTrust(
                NativeCalls.integer(Linker.nativeLinker().defaultLookup().findOrThrow("geteuid")));
    }

    /**
     * Requires that nobody else can put files into a folder, or replace the folder itself.
     *
     * @return the folder without symbolic links, which is the one that was checked
     */
    Path requireFolder(Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            requireOwner(folder, uid(folder));
        }
        Path real = folder.toRealPath();
        Optional<String> objection = objection(real);
        if (objection.isPresent()) {
            throw new UntrustedFileException(objection.get());
        }
        // Members of a group that may write to a folder above were given that right; the whole world was not.
        for (Path above = real.getParent(); above != null; above = above.getParent()) {
            int mode = mode(above);
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                throw new UntrustedFileException(writable(above, mode));
            }
        }
        return real;
    }

    /**
     * Returns why a file or folder cannot be trusted, if it cannot. A symbolic link is judged by itself: nobody can write to
     * it, but it is not followed either, so callers must also check the kind of file.
     */
    Optional<String> objection(Path path) throws IOException {
        try {
            requireOwner(path, uid(path));
        } catch (UntrustedFileException e) {
            return Optional.ofNullable(e.getMessage());
        }
        int mode = mode(path);
        return (mode & (GROUP_WRITES | OTHERS_WRITE)) == 0 ? Optional.empty() : Optional.of(writable(path, mode));
    }

    /** Returns whether a file or folder belongs to this user, and not even to root. */
    boolean owns(Path path) throws IOException {
        return uid(path) == user;
    }

    private void requireOwner(Path path, int owner) throws UntrustedFileException {
        if (owner != user && owner != ROOT) {
            throw new UntrustedFileException(path + " belongs to another user (uid " + owner
                    + "), who could place a library there; choose a folder of your own");
        }
    }

    private static String writable(Path path, int mode) {
        return path + " can be written by other users (" + PosixFilePermissions.toString(permissions(mode))
                + "), who could place a library there; withdraw that with: chmod go-w '" + path + "'";
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // In the order of the bits, the highest first.
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode >> (all.length - 1 - bit) & 1) == 1) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }

    private static int uid(Path path) throws IOException {
        return attribute(path, "uid");
    }

    private static int mode(Path path) throws IOException {
        return attribute(path, "mode");
    }

    private static int attribute(Path path, String name) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (attributes.get(name) instanceof Integer value) {
            return value;
        }
        throw new IOException(path + " has no attribute unix:" + name);
    }
}
