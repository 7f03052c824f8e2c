package io.github.panagrad.spark.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Tells the addresses of workers that are processes of one machine, through files. */
final class AddressFolder {
    private static final int ATTEMPTS = 6000;

    private AddressFolder() {}

    /** Writes the port of one worker, and returns the addresses of all. */
    static List<InetSocketAddress> tell(Path folder, String name, int worker, int workers, InetSocketAddress mine)
            throws IOException, InterruptedException {
        Path written = Files.writeString(folder.resolve(name + worker + ".new"), String.valueOf(mine.getPort()));
        Files.move(written, folder.resolve(name + worker), StandardCopyOption.ATOMIC_MOVE);
        List<InetSocketAddress> all = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Path file = folder.resolve(name + i);
            for (int attempt = 0; !Files.exists(file); attempt++) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("worker " + i + " has not come");
                }
                Thread.sleep(10);
            }
            all.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(Files.readString(file))));
        }
        return all;
    }
}
