package io.github.panagrad.serve.network;

import io.github.panagrad.serve.file.ModelDescription;
import io.github.panagrad.serve.file.Safetensors;
import io.github.panagrad.serve.file.TensorShelf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One or several networks whose predictions are averaged. Immutable; threads may share it, each with a {@link Workspace} of its own. */
public final class ServedEnsemble {
    /** Single rows that can be predicted at the same time without allocating. */
    private static final int POOLED_ROWS = 64;

    /** The same for blocks of rows. */
    private static final int POOLED_BLOCKS = 8;

    /** The rows of a block, if they are not too large for the cache. */
    private static final int BLOCK_ROWS = 64;

    private static final int BLOCK_NUMBERS = 1 << 17;

    /** What a row may take: no network that anyone trains comes near it. */
    private static final int MAX_ROW_NUMBERS = 1 << 26;

    private final List<Member> members;
    private final List<ServedNetwork> shapes;
    private final double total;
    private final int blockRows;
    private final WorkspacePool rows;
    private final WorkspacePool blocks;

    /**
     * A network.
     *
     * @param network itself
     * @param shape the number of its scratch memory in a workspace
     * @param weight how much each of its predictions counts
     */
    private record Member(ServedNetwork network, int shape, double weight) {}

    private ServedEnsemble(List<Member> members, List<ServedNetwork> shapes, double total) {
        this.members = members;
        this.shapes = shapes;
        this.total = total;
        long numbers =
                shapes.stream().mapToLong(ServedNetwork::rowNumbers).max().orElseThrow();
        blockRows = Math.clamp(BLOCK_NUMBERS / numbers, 1, BLOCK_ROWS);
        rows = new WorkspacePool(POOLED_ROWS, () -> workspace(1));
        blocks = new WorkspacePool(POOLED_BLOCKS, () -> workspace(blockRows));
    }

    private Workspace workspace(int count) {
        Scratch[] scratches = new Scratch[shapes.size()];
        for (int s = 0; s < scratches.length; s++) {
            scratches[s] = new Scratch(shapes.get(s), count);
        }
        return new Workspace(count, inputs(), outputs(), scratches);
    }

    /**
     * Makes networks of what a file holds.
     *
     * @throws IllegalArgumentException if it is not what a model has; the message says what is wrong
     */
    public static ServedEnsemble of(ModelDescription description, Safetensors file) {
        TensorShelf shelf = new TensorShelf(file.tensors());
        List<Member> members = new ArrayList<>();
        List<ServedNetwork> shapes = new ArrayList<>();
        double total = 0;
        boolean isAlone = description.networks() == 1;
        for (ModelDescription.Part part : description.parts()) {
            for (int i = 0; i < part.networks(); i++) {
                String prefix = isAlone ? "" : "members." + members.size() + ".";
                ServedNetwork network = NetworkReader.read(part.network(), shelf, prefix);
                if (i == 0) {
                    shapes.add(network);
                    requireLike(shapes.getFirst(), network);
                }
                // A network with members of its own counts as one.
                double weight = part.weight() * shapes.getFirst().members() / network.members();
                members.add(new Member(network, shapes.size() - 1, weight));
                total += weight * network.members();
            }
        }
        shelf.requireEmpty();
        return new ServedEnsemble(List.copyOf(members), List.copyOf(shapes), total);
    }

    private static void requireLike(ServedNetwork first, ServedNetwork network) {
        if (network.inputs() != first.inputs()
                || network.outputs() != first.outputs()
                || network.link() != first.link()) {
            throw new IllegalArgumentException("the networks must have the same inputs, outputs and loss");
        }
        if (network.rowNumbers() > MAX_ROW_NUMBERS) {
            throw new IllegalArgumentException("a row takes " + network.rowNumbers()
                    + " numbers in the network, but at most " + MAX_ROW_NUMBERS + " can be served");
        }
    }

    /** Returns the number of networks. */
    public int networks() {
        return members.size();
    }

    /** Returns how many inputs a row has. */
    public int inputs() {
        return shapes.getFirst().inputs();
    }

    /** Returns how many predictions a row has. */
    public int outputs() {
        return shapes.getFirst().outputs();
    }

    /** Returns what the predictions are. */
    public Link link() {
        return shapes.getFirst().link();
    }

    /** Returns the tables of the inputs that are categories; those of the first network, if there are several. */
    public List<Table> tables() {
        return shapes.getFirst().embeddings().stream()
                .filter(EmbeddingTable.class::isInstance)
                .map(EmbeddingTable.class::cast)
                .map(table -> new Table(table.column(), table.categories(), table.outputs()))
                .toList();
    }

    /**
     * The vectors for the values of an input.
     *
     * @param input its number
     * @param categories how many values it has
     * @param dimension the length of a vector
     */
    public record Table(int input, int categories, int dimension) {}

    /** Returns how many rows a workspace for blocks has. */
    public int blockRows() {
        return blockRows;
    }

    /** Takes a workspace for one row. */
    public Workspace takeRow() {
        return rows.take();
    }

    /** Gives it back. */
    public void giveRow(Workspace workspace) {
        rows.give(workspace);
    }

    /** Takes a workspace for {@link #blockRows()} rows. */
    public Workspace takeBlock() {
        return blocks.take();
    }

    /** Gives it back. */
    public void giveBlock(Workspace workspace) {
        blocks.give(workspace);
    }

    /**
     * Predicts the first rows of a workspace.
     *
     * @param workspace its rows are read, its predictions written
     * @throws IllegalArgumentException if an embedded input has another value than it can have
     */
    public void predict(Workspace workspace, int count) {
        double[] sums = workspace.predictions;
        int outputs = outputs();
        int size = count * outputs;
        Arrays.fill(sums, 0, size, 0);
        for (int m = 0; m < members.size(); m++) {
            Member member = members.get(m);
            ServedNetwork network = member.network();
            double[] logits = network.logits(workspace.rows, count, workspace.scratches[member.shape()]);
            int own = network.members();
            for (int r = 0; r < count * own; r++) {
                network.link().addTo(logits, r * outputs, member.weight(), sums, r / own * outputs, outputs);
            }
        }
        if (total != 1) {
            for (int i = 0; i < size; i++) {
                sums[i] /= total;
            }
        }
    }
}
