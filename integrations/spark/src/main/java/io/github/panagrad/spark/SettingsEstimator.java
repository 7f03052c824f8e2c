package io.github.panagrad.spark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of an estimator that are settings of a training, in place of the preset's. For use by one thread.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
abstract class SettingsEstimator<E extends SettingsEstimator<E, M>, M extends Model<M>> extends SettingParams<E, M> {
    private static final long serialVersionUID = 1;

    private final IntArrayParam layers;
    private final Param<String> activation;
    private final Param<String> normalization;
    private final IntArrayParam skip;
    private final IntParam members;
    private final Param<String> memberAdapters;
    private final DoubleParam dropout;
    private final DoubleParam inputDropout;
    private final Param<String> numberEmbedding;
    private final BooleanParam inputScale;
    private final Param<String> init;
    private final DoubleParam biasInit;
    private final Param<String> loss;
    private final Param<String> scaling;
    private final Param<String> impute;
    private final IntParam oneHotLimit;
    private final IntParam minCount;
    private final StringArrayParam dateParts;
    private final Param<String> optimizer;
    private final DoubleParam learningRate;
    private final Param<String> schedule;
    private final Param<String> rateFactors;
    private final Param<String> decayFactors;
    private final BooleanParam ntk;
    private final StringArrayParam regularizer;
    private final Param<String> clip;
    private final Param<String> dropoutSchedule;
    private final Param<String> decaySchedule;
    private final Param<String> smoothingSchedule;
    private final IntParam batchSize;
    private final Param<String> memberBatches;
    private final IntParam epochs;
    private final Param<String> earlyStopping;
    private final IntParam patience;
    private final DoubleParam patienceGrowth;
    private final DoubleParam minDelta;

    SettingsEstimator(String uid) {
        super(uid);
        layers = integers("layers", "the units of the hidden layers, first to last");
        activation = text("activation", "the activation of the hidden layers, such as relu or leaky_relu:slope=0.02");
        normalization =
                text("normalization", "what normalizes hidden layers before their activation, such as layer_norm");
        skip = integers(
                "skip",
                "to a hidden layer's outputs those of the layer so many layers before it are added; 0 for none: one value for all hidden layers, or one for each");
        members = integer("members", "the members that share the hidden layers");
        memberAdapters = text(
                "memberAdapters",
                "where members have factors of their own: first, in front of the first layer, or all, at every hidden layer; a network without members has neither");
        dropout = number("dropout", "the probability that a unit of a hidden layer is dropped in training");
        inputDropout = number("inputDropout", "the probability that an input is dropped in training");
        numberEmbedding = text(
                "numberEmbedding",
                "what numbers become before the first layer, such as none or piecewise_linear:bins=48,dimension=16");
        inputScale = truth("inputScale", "whether each input is multiplied by a learned factor");
        init = text("init", "the initial weights, such as he or normal:deviation=0.01");
        biasInit = number("biasInit", "the initial value of all biases");
        loss = text("loss", "what is minimised, such as softmax_cross_entropy:label-smoothing=0.1 or huber:delta=2");
        scaling = text("scaling", "how numbers are scaled, such as standardize or quantile_normal");
        impute = text("impute", "what replaces missing numbers: mean or median");
        oneHotLimit = integer(
                "oneHotLimit",
                "the most places of a column of strings that become one input each; a column with more is embedded");
        minCount = integer("minCount", "a string in fewer training rows than this shares the place of unseen ones");
        dateParts = texts(
                "dateParts",
                "what a column of dates becomes besides its seconds, such as month, weekday and hour; auto or none");
        optimizer = text("optimizer", "the rule that updates the parameters, such as adamw:weight-decay=0.01");
        learningRate = number("learningRate", "the learning rate at the start");
        schedule = text("schedule", "how the learning rate changes, such as cosine or warmup:5/cosine");
        rateFactors = text(
                "rateFactors", "the factors of the learning rate for kinds of parameters, such as bias=0.1,scale=6");
        decayFactors = text("decayFactors", "the factors of weight decay for kinds of parameters, such as bias=1");
        ntk = truth(
                "ntk", "whether the learning rate of weights is divided by the square root of their layer's inputs");
        regularizer =
                texts("regularizer", "the penalties and constraints on the weights, such as l2:0.01 and max_norm:3");
        clip = text("clip", "how gradients are clipped, such as none or global_norm:1");
        dropoutSchedule = text("dropoutSchedule", "how dropout changes, as factors, such as flat_cos");
        decaySchedule = text("decaySchedule", "how weight decay changes, as factors, such as flat_cos");
        smoothingSchedule = text("smoothingSchedule", "how label smoothing changes, as factors, such as coslog");
        batchSize = integer("batchSize", "the rows of a batch");
        memberBatches = text(
                "memberBatches",
                "whether members learn from the same batches, or from ones of their own: shared or own");
        epochs = integer("epochs", "the most passes over the rows");
        earlyStopping = text(
                "earlyStopping",
                "the figure by which training ends early: validation_loss, train_loss, a metric such as mae, or none");
        patience = integer("patience", "the epochs without improvement after which training ends");
        patienceGrowth = number("patienceGrowth", "the epochs that each epoch up to the best one adds to the patience");
        minDelta = number("minDelta", "the least change that counts as an improvement");
    }

    /** Returns the parameter of the units of the hidden layers. */
    public IntArrayParam layers() {
        return layers;
    }

    /** Returns the parameter of the activation of the hidden layers. */
    public Param<String> activation() {
        return activation;
    }

    /** Returns the parameter of what normalizes hidden layers before their activation. */
    public Param<String> normalization() {
        return normalization;
    }

    /** Returns the parameter of which earlier layer's outputs are added to those of a hidden layer. */
    public IntArrayParam skip() {
        return skip;
    }

    /** Returns the parameter of the members that share the hidden layers. */
    public IntParam members() {
        return members;
    }

    /** Returns the parameter of where members have factors of their own. */
    public Param<String> memberAdapters() {
        return memberAdapters;
    }

    /** Returns the parameter of the probability that a unit of a hidden layer is dropped in training. */
    public DoubleParam dropout() {
        return dropout;
    }

    /** Returns the parameter of the probability that an input is dropped in training. */
    public DoubleParam inputDropout() {
        return inputDropout;
    }

    /** Returns the parameter of what numbers become before the first layer. */
    public Param<String> numberEmbedding() {
        return numberEmbedding;
    }

    /** Returns the parameter of whether each input is multiplied by a learned factor. */
    public BooleanParam inputScale() {
        return inputScale;
    }

    /** Returns the parameter of the initial weights. */
    public Param<String> init() {
        return init;
    }

    /** Returns the parameter of the initial value of all biases. */
    public DoubleParam biasInit() {
        return biasInit;
    }

    /** Returns the parameter of what is minimised. */
    public Param<String> loss() {
        return loss;
    }

    /** Returns the parameter of how numbers are scaled. */
    public Param<String> scaling() {
        return scaling;
    }

    /** Returns the parameter of what replaces missing numbers. */
    public Param<String> impute() {
        return impute;
    }

    /** Returns the parameter of the most places of a column of strings that become one input each. */
    public IntParam oneHotLimit() {
        return oneHotLimit;
    }

    /** Returns the parameter of the rows below which a string is rare. */
    public IntParam minCount() {
        return minCount;
    }

    /** Returns the parameter of what a column of dates becomes besides its seconds. */
    public StringArrayParam dateParts() {
        return dateParts;
    }

    /** Returns the parameter of the rule that updates the parameters. */
    public Param<String> optimizer() {
        return optimizer;
    }

    /** Returns the parameter of the learning rate at the start. */
    public DoubleParam learningRate() {
        return learningRate;
    }

    /** Returns the parameter of how the learning rate changes. */
    public Param<String> schedule() {
        return schedule;
    }

    /** Returns the parameter of the factors of the learning rate for kinds of parameters. */
    public Param<String> rateFactors() {
        return rateFactors;
    }

    /** Returns the parameter of the factors of weight decay for kinds of parameters. */
    public Param<String> decayFactors() {
        return decayFactors;
    }

    /** Returns the parameter of whether the learning rate of weights is divided by the square root of their layer's inputs. */
    public BooleanParam ntk() {
        return ntk;
    }

    /** Returns the parameter of the penalties and constraints on the weights. */
    public StringArrayParam regularizer() {
        return regularizer;
    }

    /** Returns the parameter of how gradients are clipped. */
    public Param<String> clip() {
        return clip;
    }

    /** Returns the parameter of how dropout changes. */
    public Param<String> dropoutSchedule() {
        return dropoutSchedule;
    }

    /** Returns the parameter of how weight decay changes. */
    public Param<String> decaySchedule() {
        return decaySchedule;
    }

    /** Returns the parameter of how label smoothing changes. */
    public Param<String> smoothingSchedule() {
        return smoothingSchedule;
    }

    /** Returns the parameter of whether members learn from the same batches. */
    public Param<String> memberBatches() {
        return memberBatches;
    }

    /** Returns the parameter of the rows of a batch. */
    public IntParam batchSize() {
        return batchSize;
    }

    /** Returns the parameter of the most passes over the rows. */
    public IntParam epochs() {
        return epochs;
    }

    /** Returns the parameter of the figure by which training ends early. */
    public Param<String> earlyStopping() {
        return earlyStopping;
    }

    /** Returns the parameter of the epochs without improvement after which training ends. */
    public IntParam patience() {
        return patience;
    }

    /** Returns the parameter of the epochs that each epoch up to the best one adds to the patience. */
    public DoubleParam patienceGrowth() {
        return patienceGrowth;
    }

    /** Returns the parameter of the least change that counts as an improvement. */
    public DoubleParam minDelta() {
        return minDelta;
    }

    /** Sets the units of the hidden layers. */
    public E setLayers(int[] value) {
        return with(layers, value);
    }

    /** Sets the activation of the hidden layers. */
    public E setActivation(String value) {
        return with(activation, value);
    }

    /** Sets what normalizes hidden layers before their activation. */
    public E setNormalization(String value) {
        return with(normalization, value);
    }

    /** Sets which earlier layer's outputs are added to those of a hidden layer. */
    public E setSkip(int[] value) {
        return with(skip, value);
    }

    /** Sets the members that share the hidden layers. */
    public E setMembers(int value) {
        return with(members, value);
    }

    /** Sets where members have factors of their own. */
    public E setMemberAdapters(String value) {
        return with(memberAdapters, value);
    }

    /** Sets the probability that a unit of a hidden layer is dropped in training. */
    public E setDropout(double value) {
        return with(dropout, value);
    }

    /** Sets the probability that an input is dropped in training. */
    public E setInputDropout(double value) {
        return with(inputDropout, value);
    }

    /** Sets what numbers become before the first layer. */
    public E setNumberEmbedding(String value) {
        return with(numberEmbedding, value);
    }

    /** Sets whether each input is multiplied by a learned factor. */
    public E setInputScale(boolean value) {
        return with(inputScale, value);
    }

    /** Sets the initial weights. */
    public E setInit(String value) {
        return with(init, value);
    }

    /** Sets the initial value of all biases. */
    public E setBiasInit(double value) {
        return with(biasInit, value);
    }

    /** Sets what is minimised. */
    public E setLoss(String value) {
        return with(loss, value);
    }

    /** Sets how numbers are scaled. */
    public E setScaling(String value) {
        return with(scaling, value);
    }

    /** Sets what replaces missing numbers. */
    public E setImpute(String value) {
        return with(impute, value);
    }

    /** Sets the most places of a column of strings that become one input each. */
    public E setOneHotLimit(int value) {
        return with(oneHotLimit, value);
    }

    /** Sets the rows below which a string is rare. */
    public E setMinCount(int value) {
        return with(minCount, value);
    }

    /** Sets what a column of dates becomes besides its seconds. */
    public E setDateParts(String[] value) {
        return with(dateParts, value);
    }

    /** Sets the rule that updates the parameters. */
    public E setOptimizer(String value) {
        return with(optimizer, value);
    }

    /** Sets the learning rate at the start. */
    public E setLearningRate(double value) {
        return with(learningRate, value);
    }

    /** Sets how the learning rate changes. */
    public E setSchedule(String value) {
        return with(schedule, value);
    }

    /** Sets the factors of the learning rate for kinds of parameters. */
    public E setRateFactors(String value) {
        return with(rateFactors, value);
    }

    /** Sets the factors of weight decay for kinds of parameters. */
    public E setDecayFactors(String value) {
        return with(decayFactors, value);
    }

    /** Sets whether the learning rate of weights is divided by the square root of their layer's inputs. */
    public E setNtk(boolean value) {
        return with(ntk, value);
    }

    /** Sets the penalties and constraints on the weights. */
    public E setRegularizer(String[] value) {
        return with(regularizer, value);
    }

    /** Sets how gradients are clipped. */
    public E setClip(String value) {
        return with(clip, value);
    }

    /** Sets how dropout changes. */
    public E setDropoutSchedule(String value) {
        return with(dropoutSchedule, value);
    }

    /** Sets how weight decay changes. */
    public E setDecaySchedule(String value) {
        return with(decaySchedule, value);
    }

    /** Sets how label smoothing changes. */
    public E setSmoothingSchedule(String value) {
        return with(smoothingSchedule, value);
    }

    /** Sets whether members learn from the same batches. */
    public E setMemberBatches(String value) {
        return with(memberBatches, value);
    }

    /** Sets the rows of a batch. */
    public E setBatchSize(int value) {
        return with(batchSize, value);
    }

    /** Sets the most passes over the rows. */
    public E setEpochs(int value) {
        return with(epochs, value);
    }

    /** Sets the figure by which training ends early. */
    public E setEarlyStopping(String value) {
        return with(earlyStopping, value);
    }

    /** Sets the epochs without improvement after which training ends. */
    public E setPatience(int value) {
        return with(patience, value);
    }

    /** Sets the epochs that each epoch up to the best one adds to the patience. */
    public E setPatienceGrowth(double value) {
        return with(patienceGrowth, value);
    }

    /** Sets the least change that counts as an improvement. */
    public E setMinDelta(double value) {
        return with(minDelta, value);
    }
}
