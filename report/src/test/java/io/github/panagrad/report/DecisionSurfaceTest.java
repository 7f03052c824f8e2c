package io.github.panagrad.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionSurfaceTest {
    @TempDir
    Path folder;

    /** Returns which of two channels of a pixel is stronger: blue is the first class' colour, red the second's. */
    private static boolean isBluish(BufferedImage picture, double across, double down) {
        Color colour =
                new Color(picture.getRGB((int) (across * picture.getWidth()), (int) (down * picture.getHeight())));
        assertTrue(colour.getRed() != colour.getBlue(), "no colour at " + across + ", " + down + ": " + colour);
        return colour.getBlue() > colour.getRed();
    }

    @Test
    void eachPlaceHasTheColourOfItsClass() throws IOException {
        Path file = folder.resolve("surface.png");
        Reports.surface().writePng(file);
        BufferedImage picture = ImageIO.read(file.toFile());
        assertTrue(isBluish(picture, 0.25, 0.3), "left");
        assertTrue(isBluish(picture, 0.25, 0.7), "left");
        assertTrue(!isBluish(picture, 0.9, 0.3), "right");
        assertTrue(!isBluish(picture, 0.9, 0.7), "right");
    }

    @Test
    void aboveIsAbove() throws IOException {
        double[][] points = {{-1, -1}, {1, 1}};
        // The first class is above.
        UnaryOperator<double[][]> model = rows -> {
            double[][] answers = new double[rows.length][];
            for (int r = 0; r < rows.length; r++) {
                answers[r] = rows[r][1] > 0 ? new double[] {1, 0} : new double[] {0, 1};
            }
            return answers;
        };
        Path file = folder.resolve("surface.png");
        DecisionSurface.of(model, List.of("x", "y"), List.of("above", "below"), points, new int[] {1, 0}, 30)
                .writePng(file);
        BufferedImage picture = ImageIO.read(file.toFile());
        assertTrue(isBluish(picture, 0.5, 0.2), "above");
        assertTrue(!isBluish(picture, 0.5, 0.7), "below");
    }

    @Test
    void theSvgHasThePlaneAndTheSamples() throws IOException {
        Path file = folder.resolve("surface.svg");
        Reports.surface().writeSvg(file);
        String svg = Files.readString(file);
        assertTrue(svg.contains("href=\"data:image/png;base64,"), "the plane");
        assertTrue(svg.contains("4 of 4 samples"), "the description");
        assertTrue(svg.length() < 40_000, "it has " + svg.length() + " characters");
    }

    @Test
    void aModelThatGivesNanLeavesThePlaneEmpty() throws IOException {
        double[][] points = {{0, 0}, {0, 0}};
        DecisionSurface surface = DecisionSurface.of(
                rows -> {
                    double[][] answers = new double[rows.length][];
                    Arrays.fill(answers, new double[] {Double.NaN, Double.NaN, Double.NaN});
                    return answers;
                },
                List.of("x", "y"),
                List.of("a", "b", "c"),
                points,
                new int[] {0, 2},
                20);
        Path file = folder.resolve("surface.png");
        surface.writePng(file);
        BufferedImage picture = ImageIO.read(file.toFile());
        assertEquals(0xFFFFFFFF, picture.getRGB(picture.getWidth() / 4, picture.getHeight() / 4));
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        UnaryOperator<double[][]> model = rows -> new double[rows.length][2];
        List<String> features = List.of("x", "y");
        List<String> classes = List.of("a", "b");
        double[][] points = {{0, 1}};
        assertThrows(
                IllegalArgumentException.class,
                () -> DecisionSurface.of(model, List.of("x"), classes, points, new int[1], 20));
        assertThrows(
                IllegalArgumentException.class,
                () -> DecisionSurface.of(model, features, classes, new double[][] {{0, 1, 2}}, new int[1], 20));
        assertThrows(
                IllegalArgumentException.class,
                () -> DecisionSurface.of(model, features, classes, points, new int[] {2}, 20));
        assertThrows(
                IllegalArgumentException.class,
                () -> DecisionSurface.of(model, features, List.of("a", "b", "c"), points, new int[1], 20));
        assertThrows(IllegalArgumentException.class, () -> new DecisionSurface.Axis("x", 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DecisionSurface.Axis("x", 0, Double.NaN));
    }
}
