package io.github.panagrad.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormTest {
    private static double seconds(DateForm form, String text) {
        // With characters around it that do not count.
        return form.seconds(("2" + text + "3").toCharArray(), 1, 1 + text.length());
    }

    @Test
    void isoIsWhatJavaReads() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            LocalDate date = LocalDate.of(1, 1, 1).plusDays(random.nextInt(3_652_000));
            assertEquals(date.toEpochDay() * 86_400.0, seconds(DateForm.ISO, date.toString()));
            int digits = random.nextInt(10);
            int unit = (int) Math.pow(10, 9 - digits);
            int nano = random.nextInt(1_000_000_000) / unit * unit;
            LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(86_400)).withNano(nano);
            OffsetDateTime moment =
                    date.atTime(time).atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2100) - 1050)));
            String text = moment.toString();
            double expected = BigDecimal.valueOf(moment.toEpochSecond())
                    .add(BigDecimal.valueOf(nano, 9))
                    .doubleValue();
            double found = seconds(DateForm.ISO, i % 2 == 0 ? text : text.replace('T', ' '));
            assertEquals(expected, found, Math.ulp(expected), text);
            double micros = BigDecimal.valueOf(moment.toEpochSecond())
                    .add(BigDecimal.valueOf(nano, 9).setScale(6, RoundingMode.DOWN))
                    .doubleValue();
            boolean isExact = digits <= 6 && Math.abs(moment.toEpochSecond()) < 1L << 33;
            assertEquals(isExact ? micros : found, found, text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-03-05, 1709596800",
        "2024-03-05T14:30, 1709649000",
        "2024-03-05 14:30, 1709649000",
        "2024-03-05 9:30:00, 1709631000",
        "2024-03-05t14:30:00z, 1709649000",
        "2024-03-05T14:30:00 +0100, 1709645400",
        "2024-03-05T14:30:00-03:30, 1709661600",
        "2024-03-05T14:30:00+01, 1709645400",
        "'2024-03-05T14:30:00,25', 1709649000.25",
        "1969-12-31T23:59:59.5Z, -0.5",
        "2024-02-29, 1709164800",
        "0001-01-01, -62135596800"
    })
    void iso(String text, double expected) {
        assertEquals(expected, seconds(DateForm.ISO, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "2024-3-5",
                "2024-03",
                "2023-02-29",
                "1900-02-29",
                "2024-13-01",
                "2024-00-01",
                "2024-04-31",
                "2024-03-05T",
                "2024-03-05T24:00",
                "2024-03-05T14",
                "2024-03-05T14:60",
                "2024-03-05T14:30:61",
                "2024-03-05T14:30:",
                "2024-03-05T14:30:00.",
                "2024-03-05 ",
                "2024-03-05 x",
                "2024-03-05Z",
                "2024-03-05T14:30+",
                "2024-03-05T14:30+1",
                "2024-03-05T14:30+19:00",
                "2024-03-05T14:30+01:60",
                "2024-03-05T14:30+01:00x",
                "2024/03/05",
                "20240305",
                "2024-03-051",
                "14:30",
                "2024-03-05T14:3x",
                "2024-03-05T14:30.5.5"
            })
    void notIso(String text) {
        assertTrue(Double.isNaN(seconds(DateForm.ISO, text)), text);
    }

    @ParameterizedTest
    @CsvSource({
        "time, 14:30, 52200",
        "time, 0:00:01, 1",
        "time, 23:59:59.125, 86399.125",
        "d.M.yyyy, 05.03.2024, 1709596800",
        "d.M.yyyy, 5.3.2024, 1709596800",
        "M/d/yyyy, 3/5/2024, 1709596800",
        "M/d/yy, 3/5/24, 1709596800",
        "yyyyMMdd, 20240305, 1709596800",
        "yyyyMMddHHmmss, 20240305143000, 1709649000",
        "'MMM d, yyyy', 'mar 5, 2024', 1709596800",
        "'EEEE, d MMMM yyyy', 'Tuesday, 5 March 2024', 1709596800",
        "d MMM yyyy h:mm a, 5 MAR 2024 2:30 pm, 1709649000",
        "d/M/yyyy HH:mm[:ss], 5/3/2024 14:30, 1709649000",
        "d/M/yyyy HH:mm XXX, 5/3/2024 14:30 +01:00, 1709645400",
        "d/M/yyyy HH:mm VV, 5/7/2024 14:30 Europe/Paris, 1720182600",
        "yyyy-MM, 2024-03, 1709251200",
        "yyyy, 2024, 1704067200",
        "yyyy-DDD, 2024-065, 1709596800",
        "d. 'y' M yyyy, 5. y 3 2024, 1709596800",
        "h:mm a, 12:30 AM, 1800"
    })
    void patterns(String pattern, String text, double expected) {
        DateForm form = DateForm.of(pattern);
        assertEquals(expected, seconds(form, text));
        assertEquals(pattern, form.pattern());
        assertEquals(expected < 86_400, form.isTimeOfDay());
        assertEquals(form, DateForm.of(pattern));
        for (String wrong :
                new String[] {"", text + "x", "x" + text, "30.02.2024", "2/30/2024", "20240230", "25:00", "2024-13"}) {
            assertTrue(Double.isNaN(seconds(form, wrong)), wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "foo",
                "M.d",
                "mm:ss",
                "EEEE",
                "MMMM",
                "[",
                "yyyy{",
                "ISO",
                "XXX",
                "'day'",
                "dd/mm/yyyy",
                "h:mm",
                "hh:mm:ss",
                "d.M.yyyy hh:mm",
                "d.M.yyyy a",
                "d.M.yyyy ss",
                "d.M.yyyy mm:ss",
                "MM/yyyy mm",
                "EEE H:mm",
                "M/d H:mm",
                "d H:mm",
                "yyyy d",
                "yyyy EEE",
                "yyyy-'Q'Q",
                "yyyy W",
                "H:mm XXX",
                "H.SSS",
                "yyyy e",
                "D H:mm"
            })
    void notAPattern(String pattern) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> DateForm.of(pattern))
                .getMessage());
        assertTrue(message.startsWith("the form of dates "), message);
    }

    /** A part in brackets may be absent, but then nothing that needs it may be there. */
    @Test
    void whatIsLeftOverInATextIsRefused() {
        DateForm form = DateForm.of("d.M.yyyy[ h:mm][ a]");
        assertEquals(1_709_596_800, seconds(form, "5.3.2024"));
        assertEquals(1_709_649_000, seconds(form, "5.3.2024 2:30 PM"));
        assertTrue(Double.isNaN(seconds(form, "5.3.2024 2:30")));
        assertTrue(Double.isNaN(seconds(form, "5.3.2024 PM")));
    }

    @ParameterizedTest
    @CsvSource({
        "d.M.yyyy, 31.02.2024, true",
        "d.M.yyyy, 1.2.2024, true",
        "d.M.yyyy, 1.2.2024x, false",
        "yyyy, x, false",
        "iso, x, true",
        "time, '', false"
    })
    void mayBe(String pattern, String text, boolean expected) {
        assertEquals(expected, DateForm.of(pattern).mayBe(text));
    }

    @Test
    void theTwoNamesAreForms() {
        assertEquals(DateForm.ISO, DateForm.of("iso"));
        assertEquals(DateForm.TIME, DateForm.of("time"));
        assertFalse(DateForm.ISO.isTimeOfDay());
    }
}
