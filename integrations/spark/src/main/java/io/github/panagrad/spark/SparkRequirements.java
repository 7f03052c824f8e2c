package io.github.panagrad.spark;

import io.github.panagrad.error.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;

/** What the JDK and Spark must be. */
final class SparkRequirements {
    /** JDK-8377811 is corrected in it. */
    private static final Runtime.Version JDK = Runtime.Version.parse("25.0.3");

    private static final int MAJOR = 4;
    private static final int MINOR = 2;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

    private SparkRequirements() {}

    /**
     * Requires that the driver's JDK and Spark are new enough.
     *
     * @throws InvalidInputException if they are not; the message says which are needed
     */
    static void require(SparkContext context) {
        require(Runtime.version(), context.version());
    }

    static void require(Runtime.Version jdk, String spark) {
        if (jdk.compareToIgnoreOptional(JDK) < 0) {
            throw new InvalidInputException("Spark runs on JDK " + jdk + ", but training on Spark needs JDK " + JDK
                    + " or newer, because of JDK-8377811; set JAVA_HOME of the driver and the executors to such a JDK");
        }
        Matcher version = VERSION.matcher(spark);
        if (!version.matches()
                || Integer.parseInt(version.group(1)) < MAJOR
                || (Integer.parseInt(version.group(1)) == MAJOR && Integer.parseInt(version.group(2)) < MINOR)) {
            throw new InvalidInputException("this is Spark " + spark + ", but panagrad-spark needs Spark " + MAJOR + "."
                    + MINOR + " or newer, for Scala 2.13");
        }
    }
}
