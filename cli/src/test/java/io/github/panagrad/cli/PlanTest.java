package io.github.panagrad.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code plan} says: bytes counted by hand, and the same as {@code train} says. */
class PlanTest {
    @TempDir
    Path folder;

    private static long number(String json, String name) {
        return Long.parseLong(json.replaceAll("(?s).*\"" + name + "\":(\\d+).*", "$1"));
    }

    @Test
    void countsWhatANetworkHas() {
        String json = Cli.run("plan", "--layers", "7-5-3", "--rows", 1001, "--json", "--dtype", "float64")
                .done()
                .out();
        assertEquals(1, json.lines().count(), json);
        long parameters = (7 + 1) * 5 + (5 + 1) * 3;
        assertEquals(parameters, json.contains("\"parameters\":58,") ? parameters : -1, json);
        assertTrue(json.contains("\"memory\":{\"parameters\":" + 8 * parameters + ","), json);
        assertEquals(2 * 8 * parameters, number(json, "optimizer_state"));
        // Inputs, and the order of the rows twice.
        assertEquals(1001 * (7 * 8 + 2 * 4), number(json, "data"));
        String sgd = Cli.run("plan", "--layers", "7-5-3", "--optimizer", "sgd", "--json")
                .done()
                .out();
        assertEquals(0, number(sgd, "optimizer_state"));
        assertEquals(0, number(sgd, "data"));
        String regression = Cli.run("plan", "--layers", "7-5-3", "--rows", 10, "--loss", "huber", "--json")
                .done()
                .out();
        assertEquals(10 * (7 * 4 + 3 * 4 + 2 * 4), number(regression, "data"));
        assertTrue(number(json, "total") > 50_000_000, json);
        assertTrue(json.contains("\"fits\":true"), json);
    }

    @Test
    void saysTheSameAsTrain() throws IOException {
        Path data = Files.writeString(folder.resolve("d.csv"), "1,2,0.5\n2,3,1.5\n4,5,2.5\n7,1,2.25\n".repeat(50));
        Object[] options = {"--data", data, "--layers", "31,17", "--batch-size", 64, "--dtype", "float64"};
        Cli plan = Cli.run(with("plan", options, "--json")).done();
        Cli train =
                Cli.run(with("train", options, "--epochs", 1, "--json-lines")).done();
        String start = train.out().lines().findFirst().orElseThrow();
        for (String part :
                new String[] {"optimizer_state", "workspace", "gradient_tiles", "evaluation", "data", "parameters"}) {
            String figure = "\"" + part + "\":" + number(plan.out().replaceAll(".*\"memory\":", ""), part) + "";
            assertTrue(start.contains(figure), part + " in " + start);
        }
        Cli more = Cli.run(with("plan", options, "--json", "--rows", 1_000_000)).done();
        assertEquals(1_000_000L * (2 * 8 + 8 + 2 * 4), number(more.out().replaceAll(".*\"memory\":", ""), "data"));
        Cli text = Cli.run(with("plan", options)).done();
        assertTrue(text.line("limit").contains("of memory"), text.out());
        assertTrue(text.line("verdict").startsWith("fits: "), text.out());
        assertTrue(text.out().contains("200 rows of 2 columns, 8 bytes each"), text.out());
    }

    @Test
    void countsTheKeptParametersAndAllNetworksAsTrainDoes() throws IOException {
        Path data = Files.writeString(folder.resolve("d.csv"), "1,2,0.5\n2,3,1.5\n4,5,2.5\n7,1,2.25\n".repeat(50));
        Object[] options = {
            "--data", data, "--preset", "none", "--layers", "31", "--early-stopping", "validation_loss", "--ensemble", 3
        };
        String plan = Cli.run(with("plan", options, "--json")).done().out();
        String train = Cli.run(with("train", options, "--epochs", 1, "--json-lines"))
                .done()
                .out();
        long parameters = 4 * (3 * 31 + 32);
        for (String memory : List.of(plan, train)) {
            assertTrue(
                    memory.contains("\"memory\":{\"parameters\":" + 3 * parameters + ",\"kept_parameters\":"
                            + parameters + ","),
                    memory);
        }
        Cli.run(with("plan", options, "--validation", 0)).failed(2, "--early-stopping validation_loss");
        Cli.run("plan", "--layers", "5-3", "--ensemble", 0).failed(2, "--ensemble must be from 1");
    }

    @Test
    void inputsInFilesTakeNoMemory() throws IOException {
        Path data = Files.writeString(folder.resolve("d.csv"), "1,2,0.5\n2,3,1.5\n4,5,2.5\n7,1,2.25\n".repeat(50));
        Object[] options = {"--data", data, "--data-store", folder};
        Cli plan = Cli.run(with("plan", options)).done();
        assertTrue(plan.out().contains("200 rows of 2 columns, 4 bytes each, in a file"), plan.out());
        // The targets, and the order of the rows twice.
        long bytes = 200 * (4 + 2 * 4);
        assertEquals(
                bytes,
                number(Cli.run(with("plan", options, "--json")).done().out().replaceAll(".*\"memory\":", ""), "data"));
        Cli train =
                Cli.run(with("train", options, "--epochs", 1, "--json-lines")).done();
        assertTrue(train.out().contains("\"data\":" + bytes + ","), train.out());
        Cli shape = Cli.run("plan", "--layers", "7-5-3", "--rows", 1001, "--data-store", folder, "--json");
        assertEquals(1001 * 2 * 4, number(shape.done().out(), "data"));
    }

    private static Object[] with(String command, Object[] options, Object... more) {
        Object[] all = new Object[1 + options.length + more.length];
        all[0] = command;
        System.arraycopy(options, 0, all, 1, options.length);
        System.arraycopy(more, 0, all, 1 + options.length, more.length);
        return all;
    }

    @Test
    void refusesWhatCannotFitWithAdviceInNumbers() {
        String layers = "46000" + "-46000".repeat(60);
        Cli tooWide = Cli.run("plan", "--layers", layers, "--dtype", "float64");
        assertEquals(2, tooWide.code());
        assertTrue(tooWide.line("verdict").equals("cannot fit"), tooWide.out());
        assertTrue(
                tooWide.err().contains("use smaller layers, or give it")
                        && tooWide.err().contains("TB"),
                tooWide.err());
        Cli tooMany = Cli.run("plan", "--layers", "1000-9-3", "--rows", 100_000_000_000L, "--json");
        assertEquals(2, tooMany.code());
        assertTrue(tooMany.out().contains("\"can_fit\":false"), tooMany.out());
        assertTrue(tooMany.err().matches("(?s).*: at most [0-9,]+ rows, or give it .*"), tooMany.err());
    }

    @Test
    void takesShapesThatAreWrongForWhatTheyAre() {
        Cli.run("plan").failed(2, "--layers is missing", "784-128-10");
        Cli.run("plan", "--layers", "5").failed(2, "--layers 5: expected at least inputs and outputs");
        Cli.run("plan", "--layers", "5-x-3").failed(2, "--layers 5-x-3", "'x'");
        Cli.run("plan", "--layers", "5-0-3").failed(2, "--layers", "found 0");
        Cli.run("plan", "--layers", "0-3").failed(2, "--layers 0-3", "found 0");
        Cli.run("plan", "--layers", "5-3", "--rows", 0).failed(2, "--rows must be at least 1, found 0");
        Cli.run("plan", "--layers", "5-3", "--epochs", 0).failed(2, "--epochs must be at least 1, found 0");
        Cli.run("plan", "--data", "spirals", "--layers", "5-3").failed(2, "--layers 5-3");
    }
}
