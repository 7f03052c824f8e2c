package io.github.panagrad.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.panagrad.tensor.Backend;
import io.github.panagrad.tensor.VectorSupport;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Executors have what Panagrad needs: its classes, the Vector API and OpenBLAS. */
class SparkSessionsTest {
    private static List<String> executors(SparkSession spark) {
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(List.of(1, 2), 2)
                .map(i -> ProcessHandle.current().pid() + " " + Backend.preferred() + " " + VectorSupport.isAvailable())
                .collect();
    }

    @Test
    void withinThisProcess() {
        String here = ProcessHandle.current().pid() + " NATIVE true";
        assertEquals(List.of(here, here), executors(SparkSessions.local()));
    }

    @Test
    void inProcessesOfTheirOwn() {
        for (String executor : executors(SparkSessions.cluster())) {
            assertNotEquals(ProcessHandle.current().pid() + " NATIVE true", executor);
            assertEquals("NATIVE true", executor.substring(executor.indexOf(' ') + 1));
        }
    }
}
