package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.TableException;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the library that reads Parquet files everything else works, and such a file is answered by what to add. */
class MissingParquetReaderTest {
    @TempDir
    Path folder;

    /** Reads a file; returns how many rows it has, or the message of the exception. */
    public static final class Reading implements Function<Path, String> {
        @Override
        public String apply(Path file) {
            try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
                return table.rows() + " rows";
            } catch (TableException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    private static String readWithout(String library, Path file) throws Exception {
        List<URL> urls = new ArrayList<>();
        int left = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Path.of(entry).getFileName().toString().startsWith(library)) {
                left++;
            } else {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        assertEquals(1, left, () -> "jars of " + library + " on the class path");
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Object reading = loader.loadClass(Reading.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            @SuppressWarnings("unchecked") // a class of that name, which is this one
            Function<Path, String> function = (Function<Path, String>) reading;
            return function.apply(file);
        }
    }

    @Test
    void otherFormatsAreRead() throws Exception {
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n");
        assertEquals("2 rows", readWithout("hardwood-core", csv));
    }

    @Test
    void theDependencyIsNamed() throws Exception {
        for (String name : List.of("t.parquet", "t.dat")) {
            Path file = Files.writeString(folder.resolve(name), "PAR1\0\0\0\0\0\0PAR1");
            assertEquals(
                    file + " is a Parquet file, which is read with io.github.panagrad:panagrad-table-parquet: add this"
                            + " dependency (on the module path, require io.github.panagrad.table.parquet, too), or write the"
                            + " table as CSV",
                    readWithout("hardwood-core", file));
        }
    }
}
