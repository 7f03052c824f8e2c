package io.github.panagrad.cli.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place that uses {@code sun.misc.Signal}, of the module {@code jdk.unsupported}: Java has no other way to
 * receive a signal. By reflection, because javac warns at each mention of it and the warning cannot be disabled.
 */
final class SignalHandling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalHandling.class);

    private final Method handle;
    private final Object signal;
    private final @Nullable Object before;

    private SignalHandling(Method handle, Object signal, @Nullable Object before) {
        this.handle = handle;
        this.signal = signal;
        this.before = before;
    }

    /**
     * Makes a signal call a handler, with its number, instead of its previous one.
     *
     * @param name the name without {@code SIG}
     * @throws IllegalArgumentException if there is no such signal, or the JVM may not handle it
     * @throws ReflectiveOperationException if this JVM has no signal handlers
     */
    @SuppressWarnings("ReferenceEquality") // a proxy has no other equality
    static SignalHandling install(String name, IntConsumer handler) throws ReflectiveOperationException {
        Class<?> signals = Class.forName("sun.misc.Signal");
        Class<?> handlers = Class.forName("sun.misc.SignalHandler");
        Method handle = signals.getMethod("handle", signals, handlers);
        try {
            Object signal = signals.getConstructor(String.class).newInstance(name);
            int number = (int) signals.getMethod("getNumber").invoke(signal);
            InvocationHandler invocation = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    handler.accept(number);
                    yield null;
                }
                case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "handler of SIG" + name;
            };
            Object proxy = Proxy.newProxyInstance(
                    SignalHandling.class.getClassLoader(), new Class<?>[] {handlers}, invocation);
            return new SignalHandling(handle, signal, handle.invoke(null, signal, proxy));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("SIG" + name + " cannot be handled", e.getCause());
        }
    }

    /** Restores the previous handler. */
    @Override
    public void close() {
        try {
            handle.invoke(null, signal, before);
        } catch (ReflectiveOperationException e) {
            LOG.debug("the handler of {} could not be restored", signal, e);
        }
    }
}
