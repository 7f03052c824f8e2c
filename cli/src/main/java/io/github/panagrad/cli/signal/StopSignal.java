package io.github.panagrad.cli.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops long work in an orderly way on Ctrl-C (SIGINT) or SIGTERM: the first signal asks it to stop, the second ends the
 * process at once. A shutdown hook cannot do that: once it runs, a second signal is not noticed.
 *
 * <p>From construction until it is closed it replaces the JVM's own handlers. Signals arrive on a thread of the JVM; all
 * methods may be called by any thread.
 */
public final class StopSignal implements AutoCloseable {
    /** The message on the first signal. */
    public static final String NOTICE = "stopping after this step; again to stop at once";

    /** By shell convention, a process ended by a signal has this plus the signal's number as its exit code. */
    private static final int EXIT_CODE_BASE = 128;

    private static final List<String> NAMES = List.of("INT", "TERM");
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    private final AtomicInteger first = new AtomicInteger();
    private final Consumer<String> printer;
    private final Runnable stop;
    private final List<SignalHandling> installed = new ArrayList<>();

    /**
     * Starts listening. Where the JVM leaves signals to the system ({@code -Xrs}), or the system has none of that name,
     * they have their default effect.
     *
     * @param printer receives {@link #NOTICE}
     * @param stop asks the work to end soon; must return at once
     */
    public StopSignal(Consumer<String> printer, Runnable stop) {
        this.printer = printer;
        this.stop = stop;
        for (String name : NAMES) {
            try {
                installed.add(SignalHandling.install(name, this::onSignal));
            } catch (IllegalArgumentException | ReflectiveOperationException e) {
                LOG.debug("SIG{} ends the process at once: no handler can be installed", name, e);
            }
        }
    }

    private void onSignal(int number) {
        if (first.compareAndSet(0, number)) {
            // First: a printer that fails, as one to a closed pipe may, must not keep the work from ending.
            stop.run();
            printer.accept(NOTICE);
        } else {
            Runtime.getRuntime().halt(EXIT_CODE_BASE + number);
        }
    }

    /** Returns the exit code of a process that was asked to stop, 130 or 143, or nothing if it was not. */
    public OptionalInt exitCode() {
        int number = first.get();
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(EXIT_CODE_BASE + number);
    }

    /** Restores the handlers of the JVM. */
    @Override
    public void close() {
        installed.forEach(SignalHandling::close);
    }
}
