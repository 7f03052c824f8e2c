package io.github.panagrad.cli.config;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.serializer.Serializer;

/** Writes options as YAML. In a class of its own, so that the library is loaded only where it is needed. */
final class ConfigYaml {
    private ConfigYaml() {}

    static String write(EffectiveConfig config) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .build();
        List<NodeTuple> tuples = new ArrayList<>();
        config.options()
                .forEach((name, values) -> tuples.add(new NodeTuple(scalar(settings, name), node(settings, values))));
        Node root = new MappingNode(Tag.MAP, tuples, tuples.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
        Text text = new Text(new StringBuilder());
        Serializer serializer = new Serializer(settings, new Emitter(settings, text));
        serializer.emitStreamStart();
        serializer.serializeDocument(root);
        serializer.emitStreamEnd();
        return text.written.toString();
    }

    private record Text(StringBuilder written) implements StreamDataWriter {
        @Override
        public void write(String text) {
            written.append(text);
        }

        @Override
        public void write(String text, int offset, int length) {
            written.append(text, offset, offset + length);
        }
    }

    private static Node node(DumpSettings settings, EffectiveConfig.Values values) {
        if (!values.isList()) {
            return scalar(settings, values.texts().getFirst());
        }
        List<Node> items =
                values.texts().stream().map(text -> scalar(settings, text)).toList();
        return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
    }

    /** Numbers and truth values need no quotes: what is read is the text. Text that would be read as null is quoted. */
    private static Node scalar(DumpSettings settings, String text) {
        Tag tag = settings.getSchema().getScalarResolver().resolve(text, true);
        return Tag.NULL.equals(tag)
                ? new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED)
                : new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}
