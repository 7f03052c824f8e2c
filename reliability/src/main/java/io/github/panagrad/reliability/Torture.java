package io.github.panagrad.reliability;

import io.github.panagrad.reliability.faults.FaultCampaign;
import io.github.panagrad.reliability.fuzz.FuzzCampaign;
import io.github.panagrad.reliability.kill.KillCampaign;
import io.github.panagrad.reliability.races.CloseCampaign;
import io.github.panagrad.reliability.soak.SoakCampaign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs all campaigns for some minutes and prints a line for each: {@code --minutes N --seed S [--campaign NAME] [--keep FOLDER]}.
 * The exit code is 0 if nothing was found, 1 if something was, 2 for bad usage.
 */
public final class Torture {
    /** A campaign and its share of the time. */
    private record Share(Campaign campaign, double weight) {}

    private static final List<Share> SHARES = List.of(
            new Share(new FuzzCampaign(), 0.4),
            new Share(new KillCampaign(), 0.3),
            new Share(new FaultCampaign(), 0.15),
            new Share(new CloseCampaign(), 0.05),
            new Share(new SoakCampaign(), 0.1));

    private Torture() {}

    /** Runs the campaigns and ends the process. */
    public static void main(String[] args) throws Exception {
        double minutes = 3;
        long seed = System.currentTimeMillis();
        String only = "";
        Path kept = Path.of("torture-findings");
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                usage(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--minutes" -> minutes = number(args[i], args[i + 1]);
                case "--seed" -> seed = (long) number(args[i], args[i + 1]);
                case "--campaign" -> only = args[i + 1];
                case "--keep" -> kept = Path.of(args[i + 1]);
                default -> usage("unknown option " + args[i]);
            }
        }
        List<Share> chosen = chosen(only);
        if (chosen.isEmpty()) {
            usage("there is no campaign " + only + "; there are: " + String.join(", ", names()));
        }
        System.exit(run(chosen, minutes, seed, kept).isEmpty() ? 0 : 1);
    }

    private static double number(String option, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number >= 0 && number < 1e15) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        usage(option + " needs a number of at least 0, found " + value);
        return 0;
    }

    private static void usage(String message) {
        System.err.println(
                "torture: " + message + "; usage: torture [--minutes N] [--seed S] [--campaign NAME] [--keep FOLDER]");
        System.exit(2);
    }

    private static List<String> names() {
        return SHARES.stream().map(share -> share.campaign.name()).toList();
    }

    private static List<Share> chosen(String only) {
        return SHARES.stream()
                .filter(share -> only.isEmpty() || share.campaign.name().equals(only))
                .toList();
    }

    /**
     * Runs all campaigns, one after the other.
     *
     * @param kept where the input of a finding is kept
     * @return what was found
     */
    public static List<String> run(double minutes, long seed, Path kept) throws Exception {
        return run(SHARES, minutes, seed, kept);
    }

    private static List<String> run(List<Share> shares, double minutes, long seed, Path kept) throws Exception {
        System.out.println("torture: " + minutes + " minutes, seed " + seed);
        double weights = shares.stream().mapToDouble(Share::weight).sum();
        List<String> findings = new ArrayList<>();
        for (Share share : shares) {
            String name = share.campaign.name();
            Path folder = Files.createTempDirectory("panagrad-torture-" + name);
            try {
                long nanos = (long) (minutes * 60e9 * share.weight / weights);
                Run run = new Run(name, seed, nanos, folder, kept);
                String counts = share.campaign.run(run);
                System.out.println(name + ": " + counts + ", " + run.findings().size() + " findings");
                run.findings().forEach(finding -> findings.add(name + ": " + finding));
            } finally {
                Folders.delete(folder);
            }
        }
        return findings;
    }
}
