package io.github.panagrad.table.source;

import io.github.panagrad.error.Quoted;
import io.github.panagrad.schema.text.CellReader;
import io.github.panagrad.schema.text.Nouns;
import io.github.panagrad.table.TableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Recognises files that are often taken for tables, and are none that can be read, by their first bytes: each is named for
 * what it is, with the remedy, because as CSV it would be taken for something strange.
 */
public final class OtherFormats {
    private static final String EXPORT = "save it as CSV";
    private static final String CONVERT = "convert it to CSV or Parquet";
    private static final String UNPACK = "unpack it, and name the files in it";
    private static final String DOWNLOADED =
            "such a page often comes in place of a file when it is downloaded: get the file itself";
    private static final String PYTHON = "load it with Python, and write the table with to_csv or to_parquet";
    private static final String NO_TABLE = "expected a table in CSV, JSON lines or Parquet";

    /** So few characters hold what a text begins with. */
    private static final int TEXT = 1 << 10;

    private static final Pattern HTML = Pattern.compile(
            "\\s*(<!--|<!doctype html|<(html|head|body|table|meta|script)[\\s>])", Pattern.CASE_INSENSITIVE);
    private static final Pattern XML = Pattern.compile("\\s*(<\\?xml\\s|<!doctype\\s)", Pattern.CASE_INSENSITIVE);

    private static final List<Signature> SIGNATURES = List.of(
            magic(
                    "an Excel file of the old format, or another Office file",
                    "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
                    EXPORT),
            new Signature("an old Excel file", OtherFormats::isOldExcel, EXPORT),
            magic("an array of NumPy", "\u0093NUMPY", "write it with numpy.savetxt, delimiter=','"),
            new Signature(
                    "a PDF file",
                    OtherFormats::isPdf,
                    "get the table itself, or copy it from there into a spreadsheet, and " + EXPORT),
            magic("a PNG image", "\u0089PNG\r\n\u001a\n", NO_TABLE),
            magic("a JPEG image", "\u00ff\u00d8\u00ff", NO_TABLE),
            binary("a GIF image", "GIF87a", NO_TABLE),
            binary("a GIF image", "GIF89a", NO_TABLE),
            magic("a TIFF image", "II*\0", NO_TABLE),
            magic("a TIFF image", "MM\0*", NO_TABLE),
            new Signature("a WebP image", file -> isRiff(file) && file.has(8, "WEBP"), NO_TABLE),
            new Signature("a WAV file", file -> isRiff(file) && file.has(8, "WAVE"), NO_TABLE),
            magic("a database of SQLite", "SQLite format 3\0", "export the table as CSV, with sqlite3 -header -csv"),
            magic("an Arrow (Feather) file", "ARROW1\0\0", "write it as Parquet"),
            binary("an old Feather file", "FEA1", "write it as Parquet"),
            new Signature("a stream of Arrow", OtherFormats::isArrowStream, "write it as Parquet"),
            new Signature("an ORC file", OtherFormats::isOrc, "write it as Parquet"),
            magic("an Avro file", "Obj\u0001", "write it as Parquet"),
            magic("an HDF5 file", "\u0089HDF\r\n\u001a\n", CONVERT),
            binary("a MATLAB file", "MATLAB 5.0 MAT-file", CONVERT),
            binary("a data set of R", "RDX3\n", CONVERT + ", with write.csv"),
            binary("a data set of R", "RDX2\n", CONVERT + ", with write.csv"),
            magic("a data set of R", "X\n\0\0\0", CONVERT + ", with write.csv"),
            magic("a data set of Stata", "<stata_dta><header>", CONVERT),
            magic("a data set of SPSS", "$FL2@(#)", CONVERT),
            magic("a data set of SPSS", "$FL3@(#)", CONVERT),
            magic("a data set of SAS", "HEADER RECORD*******LIB", CONVERT),
            new Signature("a data set of SAS", file -> file.has(12, "\u00c2\u00ea\u0081`"), CONVERT),
            new Signature("a pickle of Python", OtherFormats::isPickle, PYTHON),
            binary("an encrypted Parquet file", "PARE", "write it without encryption"),
            new Signature(
                    "a Parquet file in gzip",
                    file -> file.isZipped() && file.isBinary() && file.has(0, "PAR1"),
                    "unpack it with gunzip"),
            new Signature("a model or other tensors (safetensors)", OtherFormats::isSafetensors, NO_TABLE),
            new Signature("an IDX file, as those of MNIST are", OtherFormats::isIdx, "name its folder"),
            magic("a pointer of Git LFS", "version https://git-lfs.", "get the file itself with git lfs pull"),
            magic("compressed with Zstandard", "(\u00b5/\u00fd", "unpack it with unzstd, or compress it with gzip"),
            magic("compressed with xz", "\u00fd7zXZ\0", "unpack it with unxz, or compress it with gzip"),
            magic("compressed with LZ4", "\u0004\"M\u0018", "unpack it with unlz4, or compress it with gzip"),
            new Signature(
                    "compressed with bzip2", OtherFormats::isBzip2, "unpack it with bunzip2, or compress it with gzip"),
            magic("compressed with compress", "\u001f\u009d", "unpack it with uncompress, or compress it with gzip"),
            magic("in gzip twice", "\u001f\u008b", "unpack it once with gunzip"),
            magic("a 7z archive", "7z\u00bc\u00af'\u001c", UNPACK),
            magic("a RAR archive", "Rar!\u001a\u0007", UNPACK),
            new Signature("a tar archive", file -> file.isBinary() && file.has(257, "ustar"), UNPACK),
            magic("text in UTF-32", "\u00ff\u00fe\0\0", "convert it with iconv -f UTF-32 -t UTF-8"),
            magic("text in UTF-32", "\0\0\u00fe\u00ff", "convert it with iconv -f UTF-32 -t UTF-8"),
            new Signature(
                    "text in UTF-16 without a byte order mark",
                    file -> isUtf16(file, 1),
                    "convert it with iconv -f UTF-16LE -t UTF-8"),
            new Signature(
                    "text in UTF-16 without a byte order mark",
                    file -> isUtf16(file, 0),
                    "convert it with iconv -f UTF-16BE -t UTF-8"),
            new Signature(
                    "a JSON array",
                    file -> JsonShape.of(file) == JsonShape.ARRAY,
                    "write each of its objects on a line of its own, for example with jq -c '.[]'"),
            new Signature(
                    "a JSON object over several lines",
                    file -> JsonShape.of(file) == JsonShape.OBJECT,
                    "write one object of numbers and texts on each line, for example with jq -c ."),
            text("a page in HTML", HTML, DOWNLOADED + ", or copy the table into a spreadsheet, and " + EXPORT),
            text("an XML file", XML, CONVERT + "; a spreadsheet in XML, " + EXPORT));

    private OtherFormats() {}

    /**
     * A kind of files.
     *
     * @param name what such a file is, for a message
     * @param test whether a file is one
     * @param remedy what to do
     */
    private record Signature(String name, Predicate<Beginning> test, String remedy) {}

    private static Signature magic(String name, String bytes, String remedy) {
        return new Signature(name, file -> file.has(0, bytes), remedy);
    }

    /** Letters that a column's name may begin with, too, but then there are no bytes that no text has. */
    private static Signature binary(String name, String bytes, String remedy) {
        return new Signature(name, file -> file.has(0, bytes) && file.isBinary(), remedy);
    }

    private static Signature text(String name, Pattern start, String remedy) {
        return new Signature(
                name,
                file -> start.matcher(file.text()
                                .substring(0, Math.min(TEXT, file.text().length())))
                        .lookingAt(),
                remedy);
    }

    /**
     * Requires that a file is none of those.
     *
     * @throws TableException if it is one; the message says which, and what to do
     */
    public static void refuse(Beginning file) {
        if (file.has(0, "PK\u0003\u0004") || file.has(0, "PK\u0005\u0006")) {
            throw zip(file);
        }
        for (Signature signature : SIGNATURES) {
            if (signature.test().test(file)) {
                throw new TableException(
                        file.file() + " is " + signature.name() + ", which cannot be read: " + signature.remedy());
            }
        }
    }

    /** Versions 2 to 8, of which each record has its length in front. */
    private static boolean isOldExcel(Beginning file) {
        return file.at(0) == 0x09
                && (file.at(1) & ~0x0e) == 0
                && file.at(2) >= 4
                && file.at(2) <= 0x10
                && file.at(3) == 0;
    }

    /** The version follows, in a line of its own. */
    private static boolean isPdf(Beginning file) {
        boolean hasVersion = Character.isDigit(file.at(5)) && file.at(6) == '.' && Character.isDigit(file.at(7));
        boolean endsLine = file.at(8) < 0 || CellReader.isBlank((char) file.at(8));
        return file.has(0, "%PDF-") && hasVersion && endsLine;
    }

    private static boolean isRiff(Beginning file) {
        return file.has(0, "RIFF") && file.isBinary();
    }

    private static boolean isArrowStream(Beginning file) {
        return file.has(0, "\u00ff\u00ff\u00ff\u00ff") && file.size() > 8 && file.at(7) == 0;
    }

    /** A name of a column may begin so, but then the file ends in another way: there, the length of what has the letters follows. */
    private static boolean isOrc(Beginning file) {
        return file.has(0, "ORC") && file.isBinary() && file.hasBeforeEnd(4, "ORC");
    }

    /** A mark, the version of the protocol, and what it begins with. */
    private static boolean isPickle(Beginning file) {
        return file.at(0) == 0x80 && file.at(1) >= 2 && file.at(1) <= 5;
    }

    private static boolean isSafetensors(Beginning file) {
        return file.has(4, "\0\0\0\0{\"");
    }

    private static boolean isIdx(Beginning file) {
        return file.has(0, "\0\0") && file.at(2) >= 0x08 && file.at(2) <= 0x0e && file.at(3) >= 1 && file.at(3) <= 4;
    }

    private static boolean isBzip2(Beginning file) {
        return file.has(0, "BZh") && file.at(3) >= '1' && file.at(3) <= '9' && file.has(4, "1AY&SY");
    }

    /**
     * Whether every second byte of most characters is zero, as digits and Latin letters have it, and no other byte is.
     *
     * @param zeros 0 if the first of two bytes is zero, 1 if the second is
     */
    private static boolean isUtf16(Beginning file, int zeros) {
        if (file.has(0, "\u00ff\u00fe") || file.has(0, "\u00fe\u00ff")) {
            return false;
        }
        int pairs = Math.min(file.size(), TEXT) / 2;
        int found = 0;
        for (int i = 0; i < pairs; i++) {
            int other = file.at(2 * i + 1 - zeros);
            if (other == 0) {
                return false;
            }
            found += file.at(2 * i + zeros) == 0 && other >= '\t' ? 1 : 0;
        }
        return pairs > 1 && 2 * found >= pairs;
    }

    private static TableException zip(Beginning beginning) {
        Path file = beginning.file();
        String what = "a zip archive";
        String remedy = UNPACK;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            String all = "\n" + String.join("\n", names) + "\n";
            if (all.contains("\nxl/")) {
                what = "an Excel file";
                remedy = "save each of its sheets as CSV";
            } else if (all.contains("\nword/")) {
                what = "a document of Word";
                remedy = "get the table itself, or copy it into a spreadsheet, and " + EXPORT;
            } else if (all.contains("\ncontent.xml\n")) {
                what = "a spreadsheet or document of LibreOffice (OpenDocument)";
                remedy = "save each of its sheets as CSV";
            } else if (all.contains("/data.pkl\n")) {
                what = "a file of PyTorch";
                remedy = PYTHON;
            } else if (!names.isEmpty() && names.stream().allMatch(name -> name.endsWith(".npy"))) {
                what = "an archive of NumPy arrays (npz)";
                remedy = "write each with numpy.savetxt, delimiter=','";
            } else if (!names.isEmpty()) {
                what = "a zip archive of " + Nouns.count(names.size(), "file") + ", such as "
                        + Quoted.of(names.getFirst());
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException _) {
            // It is damaged, or in gzip, too: its beginning was enough to name it.
        }
        return new TableException(file + " is " + what + ", which cannot be read: " + remedy);
    }
}
