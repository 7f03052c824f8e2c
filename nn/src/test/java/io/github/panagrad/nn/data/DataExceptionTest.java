package io.github.panagrad.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataExceptionTest {
    private static final Path FILE = Path.of("data.csv");

    @Test
    void beginsWithTheFileAndThePlaceInIt() {
        assertEquals("data.csv: bad", new DataException(FILE, "bad").getMessage());
        assertEquals(
                "data.csv, byte 0: bad", DataException.atByte(FILE, 0, "bad").getMessage());
    }

    @Test
    void saysWhyTheSystemRefused() {
        assertEquals(
                "data.csv: cannot be read: no such file",
                DataException.unreadable(FILE, new NoSuchFileException("data.csv"))
                        .getMessage());
    }
}
