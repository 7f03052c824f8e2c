package com.example.plugins;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An application with two plug-ins, each of which has a Panagrad of its own, in a class loader of its own. */
public final class Host {
    private Host() {}

    /** Takes the class path of the plug-ins; fails if they do not compute the same. */
    public static void main(String[] arguments) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : arguments[0].split(File.pathSeparator)) {
            urls.add(url(entry));
        }
        List<Object> results = new ArrayList<>();
        try (URLClassLoader one = loader("one", urls);
                URLClassLoader other = loader("other", urls);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = new ArrayList<>();
            for (URLClassLoader loader : List.of(one, other)) {
                Class<?> plugin = loader.loadClass("com.example.plugins.Plugin");
                Callable<?> training =
                        (Callable<?>) plugin.getDeclaredConstructor().newInstance();
                running.add(threads.submit(training));
            }
            for (Future<?> result : running) {
                results.add(result.get());
            }
        }
        if (!results.get(0).equals(results.get(1))) {
            throw new IllegalStateException("the same training has two results: " + results);
        }
        System.out.println("class loaders: both trained " + results.get(0));
    }

    private static URL url(String entry) throws MalformedURLException {
        return new File(entry).toURI().toURL();
    }

    private static URLClassLoader loader(String name, List<URL> urls) {
        return new URLClassLoader(name, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
