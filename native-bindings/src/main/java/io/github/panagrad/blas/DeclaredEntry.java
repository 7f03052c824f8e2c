package io.github.panagrad.blas;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * One file of the declared library, within its jar.
 *
 * @param size the size of the contents in bytes
 * @param crc the CRC-32 of the contents
 */
record DeclaredEntry(String name, URL url, long size, long crc) {
    /** Reads size and checksum from the jar's directory or, outside a jar, from the contents. */
    static DeclaredEntry at(String name, URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // Otherwise the JVM would keep the jar open.
        if (connection instanceof JarURLConnection jarConnection) {
            try (JarFile jar = jarConnection.getJarFile()) {
                var entry = jar.getJarEntry(jarConnection.getEntryName());
                if (entry != null && entry.getSize() >= 0 && entry.getCrc() >= 0) {
                    return new DeclaredEntry(name, url, entry.getSize(), entry.getCrc());
                }
            }
        }
        try (CheckedInputStream contents = new CheckedInputStream(open(url), new CRC32())) {
            long size = contents.transferTo(java.io.OutputStream.nullOutputStream());
            return new DeclaredEntry(name, url, size, contents.getChecksum().getValue());
        }
    }

    /** Opens the contents. */
    InputStream open() throws IOException {
        return open(url);
    }

    private static InputStream open(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
