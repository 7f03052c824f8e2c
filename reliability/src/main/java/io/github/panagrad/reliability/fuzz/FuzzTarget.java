package io.github.panagrad.reliability.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A reader, with good inputs to damage. Threads share it. */
interface FuzzTarget {
    /** Returns the name, one word. */
    String name();

    /** Returns how the name of an input ends. */
    String suffix();

    /** Returns good inputs. */
    List<byte[]> seeds();

    /** Returns words of the format. */
    default List<String> words() {
        return List.of();
    }

    /** Returns how many inputs it gets before it is the next one's turn; fewer if it is slow. */
    default int round() {
        return 20;
    }

    /** Makes checksums and lengths right again, now and then, so that a damaged input gets past them. */
    default byte[] repair(byte[] damaged, Random random) {
        return damaged;
    }

    /**
     * Reads an input and uses what it says.
     *
     * @throws io.github.panagrad.error.InvalidInputException if it is refused, as it should be
     * @throws Exception if something is wrong with the reader
     */
    void read(Path input, byte[] content) throws Exception;
}
