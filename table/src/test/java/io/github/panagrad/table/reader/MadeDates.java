package io.github.panagrad.table.reader;

import io.github.panagrad.schema.ColumnType;
import io.github.panagrad.table.reader.MadeColumn.Cell;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes columns of dates and times of the day, and of truth values. The dates' values are the numbers that they are made from. */
final class MadeDates {
    private static final int FORMS = 16;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };
    private static final String[][] WORDS = {
        {"true", "false"},
        {"TRUE", "FALSE"},
        {"True", "False"},
        {"yes", "no"},
        {"Yes", "No"},
        {"Y", "N"},
        {"t", "f"},
        {"T", "F"},
        {"1", "0"}
    };

    private final Random random;
    private final int rows;
    private final MadeGaps gaps;

    MadeDates(Random random, int rows, MadeGaps gaps) {
        this.random = random;
        this.rows = rows;
        this.gaps = gaps;
    }

    /** Makes dates of one form, of which the order of day and month is certain. */
    MadeColumn dates() {
        int form = random.nextInt(FORMS);
        boolean isPadded = random.nextBoolean();
        int days = 2 + random.nextInt(20_000);
        // At the most days after a 25th of a month, so that the first date says which number is the day.
        long first = LocalDate.of(1960 + random.nextInt(60), 1 + random.nextInt(12), 25)
                .toEpochDay();
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            long day = first + (r == 0 ? 0 : random.nextInt(days));
            cells.add(cell(form, isPadded, day, random.nextInt(SECONDS_PER_DAY)));
        }
        boolean hasMany = MadeNumbers.different(cells) > 2 * MadeNumbers.CODES;
        Cell certain = cells.getFirst();
        MadeGaps.Filled filled = hasMany ? gaps.any(cells) : gaps.known(cells);
        List<Cell> all = new ArrayList<>(filled.cells());
        all.set(random.nextInt(rows), certain);
        return new MadeColumn(
                "dates such as " + certain.text(),
                ColumnType.DATE,
                all,
                true,
                hasMany && form < 2 && !filled.isOwn() ? "2023-02-30" : null);
    }

    private Cell cell(int form, boolean isPadded, long epochDay, int second) {
        LocalDate date = LocalDate.ofEpochDay(epochDay);
        int year = date.getYear();
        String month = number(date.getMonthValue(), isPadded);
        String day = number(date.getDayOfMonth(), isPadded);
        String name = MONTHS[date.getMonthValue() - 1];
        String abbreviated = name.substring(0, 3);
        String iso = String.format(Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
        int minute = second / 60;
        String clock = String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
        String exact = clock + String.format(Locale.ROOT, ":%02d", second % 60);
        double start = epochDay * (double) SECONDS_PER_DAY;
        return switch (form) {
            case 0 -> new Cell(iso, start);
            case 1 -> new Cell(iso + (isPadded ? "T" : " ") + exact, start + second);
            case 2 -> new Cell(iso + " " + clock, start + 60 * minute);
            case 3 -> {
                int hours = random.nextInt(-11, 12);
                yield new Cell(
                        iso + "T" + exact + (hours == 0 ? "Z" : String.format(Locale.ROOT, "%+03d:30", hours)),
                        start + second - 3600 * hours - (hours == 0 ? 0 : hours > 0 ? 1800 : -1800));
            }
            case 4 -> new Cell(year + "/" + month + "/" + day, start);
            case 5 -> new Cell(day + "." + month + "." + year, start);
            case 6 -> new Cell(month + "/" + day + "/" + year, start);
            case 7 -> new Cell(day + "/" + month + "/" + year, start);
            case 8 -> new Cell(day + " " + abbreviated + " " + year, start);
            case 9 -> new Cell(day + "-" + abbreviated.toUpperCase(Locale.ROOT) + "-" + year, start);
            case 10 -> new Cell(name + " " + day + ", " + year, start);
            case 11 -> new Cell(day + "." + month + "." + year + " " + clock, start + 60 * minute);
            case 12 -> {
                int hour = minute / 60;
                yield new Cell(
                        month + "/" + day + "/" + year + " " + (hour % 12 == 0 ? 12 : hour % 12) + exact.substring(2)
                                + (hour < 12 ? " AM" : " PM"),
                        start + second);
            }
            case 13 -> new Cell(iso.substring(0, 7), date.withDayOfMonth(1).toEpochDay() * (double) SECONDS_PER_DAY);
            case 14 -> new Cell(clock, 60.0 * minute);
            default -> new Cell(exact, (double) second);
        };
    }

    private static String number(int number, boolean isPadded) {
        return String.format(isPadded ? "%02d" : "%d", number);
    }

    /** Makes truth values in one spelling or in several. */
    MadeColumn truths() {
        int pair = random.nextInt(WORDS.length + 3);
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            // The first is a word, and both words are there.
            int style = pair < WORDS.length - 1 ? pair : random.nextInt(r == 0 ? 3 : WORDS.length);
            int which = r < 2 ? r : random.nextInt(2);
            cells.add(new Cell(WORDS[style][which], which == 0 ? 1.0 : 0.0));
        }
        List<Cell> all = mixed(gaps.standard(cells));
        boolean hasNumbers = all.stream().anyMatch(cell -> cell.value() != null && "10".contains(cell.text()));
        return new MadeColumn("truth values", ColumnType.BOOLEAN, all, hasNumbers, null);
    }

    /** Puts a word back if all of them have become gaps. */
    private static List<Cell> mixed(List<Cell> cells) {
        boolean hasWord = cells.stream().anyMatch(cell -> cell.value() != null && !"10".contains(cell.text()));
        List<Cell> all = new ArrayList<>(cells);
        if (!hasWord) {
            all.set(0, new Cell("true", 1.0));
        }
        return all;
    }

    /** Makes a target of two words, which are read as they are unless they are true and false. */
    MadeColumn twoWords() {
        int pair = random.nextInt(WORDS.length - 1);
        List<Cell> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            int which = r < 2 ? r : random.nextInt(2);
            String word = WORDS[pair][which];
            cells.add(new Cell(word, pair < 3 ? (Object) (which == 0 ? 1.0 : 0.0) : word));
        }
        return new MadeColumn(
                "a target of two words", pair < 3 ? ColumnType.BOOLEAN : ColumnType.CATEGORICAL, cells, false, null);
    }
}
