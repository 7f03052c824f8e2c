package io.github.panagrad.cli;

import io.github.panagrad.cli.options.OptionGroup;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the options in the help under the headings of {@link OptionGroup}, in the order in which headings first occur. */
final class GroupedOptions implements IHelpSectionRenderer {
    private static final String OTHERS = "Other";
    private static final char NO_BREAK = '\u00a0';

    private GroupedOptions() {}

    /** Makes the help of all commands list their options like that. */
    static void install(CommandLine program) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(program.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new GroupedOptions());
        program.setHelpSectionMap(sections);
    }

    @Override
    public String render(Help help) {
        List<OptionSpec> options = help.commandSpec().options();
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        options.forEach(option ->
                groups.computeIfAbsent(group(option), _ -> new ArrayList<>()).add(option));
        StringBuilder text = new StringBuilder();
        groups.forEach((heading, members) -> {
            if (groups.size() > 1) {
                text.append(System.lineSeparator()).append(heading).append(':').append(System.lineSeparator());
            }
            // All options, so that the columns of all groups are as wide.
            Help.Layout layout = new Help.Layout(
                    help.colorScheme(),
                    help.createDefaultLayout(options, List.of(), help.colorScheme())
                            .textTable(),
                    unbroken(help.createDefaultOptionRenderer()),
                    help.createDefaultParameterRenderer());
            layout.addAllOptions(members, help.parameterLabelRenderer());
            text.append(layout);
        });
        return text.toString().replace(NO_BREAK, ' ');
    }

    /** Keeps "Default:" and the word after it on one line. */
    private static IOptionRenderer unbroken(IOptionRenderer renderer) {
        return (option, labels, scheme) -> {
            Text[][] rows = renderer.render(option, labels, scheme);
            for (Text[] row : rows) {
                for (int c = 0; c < row.length; c++) {
                    row[c] = scheme.ansi().text(row[c].toString().replace("Default: ", "Default:" + NO_BREAK));
                }
            }
            return rows;
        };
    }

    /** Returns the heading of an option. */
    static String group(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return OTHERS;
        }
        OptionGroup group = field.getAnnotation(OptionGroup.class);
        if (group == null) {
            group = field.getDeclaringClass().getAnnotation(OptionGroup.class);
        }
        return group == null ? OTHERS : group.value();
    }
}
