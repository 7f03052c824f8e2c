package io.github.panagrad.tensor.kernel;

/** All kernels of one element type, by purpose. */
public record KernelFamilies(
        MatrixKernels matrix,
        ActivationKernels activations,
        PReluKernels prelu,
        ParametricKernels parametric,
        DropoutKernels dropout,
        SumKernels sums,
        TransposeKernels transposes,
        GatherKernels gathers,
        ColumnNormKernels columnNorms,
        RowNormKernels rowNorms,
        MemberKernels members,
        WaveKernels waves,
        PenaltyKernels penalties,
        LossKernels losses,
        UpdateKernels updates) {}
