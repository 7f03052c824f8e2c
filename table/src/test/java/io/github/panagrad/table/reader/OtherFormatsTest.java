package io.github.panagrad.table.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.panagrad.table.ReadOptions;
import io.github.panagrad.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no tables are named for what they are, with a remedy, whatever they are called. */
class OtherFormatsTest {
    private static final String CSV = "id,größe,kind\n1,2.5,a\n2,3.5,b\n3,4.5,a\n";

    @TempDir
    Path folder;

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream stream = new ZipOutputStream(packed)) {
            for (String name : names) {
                stream.putNextEntry(new ZipEntry(name));
                stream.write(latin(CSV));
            }
        }
        return packed.toByteArray();
    }

    private void requireRefused(byte[] bytes, String... parts) throws IOException {
        for (String name : new String[] {"t.csv", "t", "t.xyz"}) {
            Path file = write(name, bytes);
            Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), parts);
        }
        Path packed = write("t.csv.gz", zipped(bytes));
        Tables.requireRefused(() -> TableReader.read(List.of(packed), ReadOptions.defaults()), parts[0]);
        // Also as the second file of a table, and where a schema says what the columns are.
        Path sound = write("sound.csv", CSV.getBytes(StandardCharsets.UTF_8));
        Path other = write("t.csv", bytes);
        Tables.requireRefused(() -> TableReader.read(List.of(sound, other), ReadOptions.defaults()), parts);
        ReadOptions known =
                ReadOptions.defaults().withSchema(TableReader.inferSchema(List.of(sound), ReadOptions.defaults()));
        Tables.requireRefused(() -> TableReader.read(List.of(other), known), parts);
    }

    /** The first bytes as the specifications of the formats give them, in hexadecimal. */
    @ParameterizedTest
    @CsvSource({
        "d0cf11e0a1b11ae1000000000000, Excel, save it as CSV",
        "0908100000060500, Excel, CSV",
        "934e554d5059010076007b27, NumPy, savetxt",
        "255044462d312e370a25, PDF, spreadsheet",
        "89504e470d0a1a0a0000000d49484452, PNG, expected a table",
        "ffd8ffe000104a464946, JPEG, expected a table",
        "4749463839610a000a00, GIF, expected a table",
        "53514c69746520666f726d6174203300, SQLite, sqlite3",
        "4152524f57310000, Arrow, Parquet",
        "4645413100000000, Feather, Parquet",
        "ffffffff7800000010000000, Arrow, Parquet",
        "4f626a0104146176726f, Avro, Parquet",
        "894844460d0a1a0a00, HDF5, CSV",
        "80049510000000, pickle, to_csv",
        "8002635f5f6d61, pickle, to_csv",
        "0000080300000010, IDX, folder",
        "28b52ffd0458, Zstandard, unzstd",
        "fd377a585a000004, xz, unxz",
        "425a683931415926535900, bzip2, bunzip2",
        "04224d186440, LZ4, unlz4",
        "377abcaf271c0004, 7z, unpack",
        "526172211a070100, RAR, unpack",
        "4d41544c414220352e30204d41542d66696c650001494d, MATLAB, CSV",
        "524458330a580a00, R, write.csv",
        "504152450000, encrypted, encryption",
    })
    void binaryFilesAreNamed(String hex, String name, String remedy) throws IOException {
        requireRefused(java.util.HexFormat.of().parseHex(hex), name, remedy);
    }

    @Test
    void anOrcFileIsKnownFromBothEnds() throws IOException {
        Path orc = write("t.orc", latin("ORC\n\u0003\u0000\u0008\u00009\u0000ORC\u0017"));
        Tables.requireRefused(() -> TableReader.read(List.of(orc), ReadOptions.defaults()), "ORC file", "Parquet");
        try (StoredTable table = TableReader.read(
                List.of(write("orcs.csv", latin("ORC,x,y\n1,2,3\n4,5,6\n"))), ReadOptions.defaults())) {
            assertEquals(List.of("ORC", "x", "y"), Tables.names(table));
        }
    }

    @Test
    void archivesAreNamedByWhatIsInThem() throws IOException {
        requireRefused(zip("mimetype", "a.txt"), "zip archive", "unpack");
        Path file = write("t.csv", zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "is an Excel file", "CSV");
        write("t.csv", zip("mimetype", "content.xml", "meta.xml"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "OpenDocument", "CSV");
        write("t.csv", zip("x.npy", "y.npy"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "npz", "savetxt");
        write("t.csv", zip("word/document.xml", "[Content_Types].xml"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "Word");
        write("t.csv", zip("model/data.pkl"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "PyTorch");
        write("t.csv", zip("Sales/2020.csv", "b.csv"));
        Tables.requireRefused(
                () -> TableReader.read(List.of(file), ReadOptions.defaults()), "2 files, such as 'Sales/2020.csv'");
        write("t.csv", latin("PK\u0003\u0004 cut short"));
        Tables.requireRefused(() -> TableReader.read(List.of(file), ReadOptions.defaults()), "a zip archive");
    }

    @Test
    void aTarArchiveIsKnownByItsHeader() throws IOException {
        requireRefused(latin("data/people.csv" + "\0".repeat(242) + "ustar  \0"), "tar archive", "unpack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html>\n<html><body>Please log in, or register</body></html>",
                "\ufeff\n  <html lang='en'>\n<head>",
                "<TABLE border=1><tr><td>a</td><td>b</td></tr></TABLE>",
                "<!-- saved from url --><html>",
            })
    void pagesAreNamed(String page) throws IOException {
        requireRefused(page.getBytes(StandardCharsets.UTF_8), "HTML", "get the file itself");
        requireRefused(("\ufeff" + page.replace("\ufeff", "")).getBytes(StandardCharsets.UTF_16LE), "HTML");
    }

    @Test
    void xmlIsNamed() throws IOException {
        requireRefused(latin("<?xml version=\"1.0\"?>\n<Workbook>"), "XML");
    }

    @Test
    void arraysAndSingleObjectsAreNamed() throws IOException {
        String row = "{\"a\": 1, \"b\": [\"x\", {\"c\": null}]}";
        requireRefused(latin("[" + row + "," + row + "]"), "JSON array", "jq");
        requireRefused(latin(" [\n" + (row + ",\n").repeat(20_000) + row + "]\n"), "JSON array", "jq");
        requireRefused(latin("[[1, 2], [3, 4]]"), "JSON array");
        requireRefused(latin("[" + row + ","), "JSON array");
        requireRefused(latin("[]"), "JSON array");
        requireRefused(latin("{\n  \"columns\": [\"a\", \"b\"],\n  \"data\": [[1, 2]]\n}"), "JSON object over");
        requireRefused(latin("{\"data\": [\n" + (row + ",\n").repeat(20_000)), "JSON object over");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[x],[y],z\n1,2,a\n3,4,b\n",
                "{x},\"{\"\"y\"\"}\",<z>\n1,2,a\n3,4,b\n",
                "PAR,%PDF,BM\n1,2,3\n4,5,6\n",
                "PAR1,PAR2,PARENT\n1,2,3\n4,5,6\n",
                "PARENT,PARE,x\n1,2,3\n4,5,6\n",
                "PAREO,FEA,x\n1,2,3\n4,5,6\n",
                "FEA1,FEA2,x\n1,2,3\n4,5,6\n",
                "ARROW1,ARROW2,x\n1,2,3\n4,5,6\n",
                "ORCHID,ORC,x\n1,2,3\n4,5,ORC\n",
                "ORC,FORCE,x\n1,2,3\n4,5,ORC1",
                "RIFF,id,WAVE\n1,2,3\n4,5,6\n",
                "GIF89a,GIF87a,x\n1,2,3\n4,5,6\n",
                "%PDF-share,x,y\n1,2,3\n4,5,6\n",
                "$FL2,$FL3,x\n1,2,3\n4,5,6\n",
                "RDX3;a;b\nX;2;3\n4;5;6\n",
                "<stata_dta>,a,b\n1,2,3\n4,5,6\n",
                "MATLAB 5.0 MAT-file,a,b\n1,2,3\n4,5,6\n"
            })
    void headersMayHaveBracketsAndOtherMarks(String csv) throws IOException {
        try (StoredTable table = TableReader.read(List.of(write("t.csv", latin(csv))), ReadOptions.defaults())) {
            assertEquals(2, table.rows());
            assertEquals(3, Tables.names(table).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32"})
    void wideTextWithoutAMarkIsNamed(String charset) throws IOException {
        Charset wide = Charset.forName(charset);
        byte[] mark = charset.equals("UTF-32") ? new byte[] {0, 0, (byte) 0xfe, (byte) 0xff} : new byte[0];
        for (String text : new String[] {CSV, "возраст;доход\n31;5000\n47;12000\n", "7\n8\n"}) {
            byte[] bytes = text.getBytes(wide);
            byte[] all = java.util.Arrays.copyOf(mark, mark.length + bytes.length);
            System.arraycopy(bytes, 0, all, mark.length, bytes.length);
            requireRefused(all, "text in " + charset.substring(0, 6), "iconv -f " + charset);
        }
    }

    @Test
    void wideTextWithAMarkIsRead() throws IOException {
        for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = write("w.csv", ("\ufeff" + CSV).getBytes(wide));
            try (StoredTable table = TableReader.read(List.of(file), ReadOptions.defaults())) {
                assertEquals(List.of("id", "größe", "kind"), Tables.names(table));
                assertEquals(List.of("2.5", "3.5", "4.5"), Tables.column(table, 1));
            }
        }
    }

    @Test
    void aDeviceIsNotReadTwice() {
        Path device = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(device), "this system has no /dev/null");
        Tables.requireRefused(
                () -> TableReader.read(List.of(device), ReadOptions.defaults()), "a pipe or a device", "to a file");
    }
}
