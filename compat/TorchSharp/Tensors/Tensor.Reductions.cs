using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Reduction
        {
            internal static readonly Op All = new("all");
            internal static readonly Op AllDim = new("all.dim");
            internal static readonly Op Amax = new("amax");
            internal static readonly Op AmaxOut = new("amax.out");
            internal static readonly Op Amin = new("amin");
            internal static readonly Op AminOut = new("amin.out");
            internal static readonly Op Any = new("any");
            internal static readonly Op AnyDim = new("any.dim");
            internal static readonly Op Argmax = new("argmax");
            internal static readonly Op Argmin = new("argmin");
            internal static readonly Op Cumsum = new("cumsum");
            internal static readonly Op Logsumexp = new("logsumexp");
            internal static readonly Op Max = new("max");
            internal static readonly Op MaxDim = new("max.dim");
            internal static readonly Op Mean = new("mean");
            internal static readonly Op MeanDim = new("mean.dim");
            internal static readonly Op Min = new("min");
            internal static readonly Op MinDim = new("min.dim");
            internal static readonly Op Norm = new("norm.Scalar");
            internal static readonly Op NormDim = new("norm.ScalarOpt_dim");
            internal static readonly Op Prod = new("prod");
            internal static readonly Op ProdDim = new("prod.dim_int");
            internal static readonly Op Std = new("std");
            internal static readonly Op StdDim = new("std.dim");
            internal static readonly Op Sum = new("sum");
            internal static readonly Op SumDim = new("sum.dim_IntList");
            internal static readonly Op Var = new("var");
            internal static readonly Op VarDim = new("var.dim");
            internal static readonly Op VarMean = new("var_mean");
            internal static readonly Op VarMeanDim = new("var_mean.dim");
        }

        public Tensor sum(ScalarType? type = null) => Reduction.Sum.Call(this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            Reduction.SumDim.Call(this, (long[])[dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Reduction.SumDim.Call(this, (long[])[dim0, dim1], keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Reduction.SumDim.Call(this, (long[])[dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Reduction.SumDim.Call(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            Reduction.SumDim.Call(this, dim, keepdim, type);

        public Tensor mean() => Reduction.Mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Reduction.MeanDim.Call(this, dimensions, keepdim, type);

        /// <summary>The unbiased variance of all elements; for the biased one name the dimensions.</summary>
        public Tensor var(bool unbiased = true) => Reduction.Var.Call(this, OnlyUnbiased(unbiased));

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var((long[])[dim], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Reduction.VarDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor var(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Reduction.VarDim.Call(this, dimensions, unbiased, keepdim));

        /// <summary>The unbiased standard deviation of all elements; for the biased one name the dimensions.</summary>
        public Tensor std(bool unbiased = true) => Reduction.Std.Call(this, OnlyUnbiased(unbiased));

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std((long[])[dim], unbiased, keepdim, type);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Reduction.StdDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor std(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            As(type, Reduction.StdDim.Call(this, dimensions, unbiased, keepdim));

        public Tensor max() => Reduction.Max.Unary(this);

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Reduction.MaxDim.CallPair(this, dim, keepdim);

        public Tensor min() => Reduction.Min.Unary(this);

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Reduction.MinDim.CallPair(this, dim, keepdim);

        public Tensor amax(params long[] dims) => Reduction.Amax.Call(this, dims);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amax(dims.AsSpan(), keepdim, @out);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => @out is null
            ? Reduction.Amax.Call(this, dims, keepdim)
            : Reduction.AmaxOut.Call(this, dims, keepdim, @out);

        public Tensor amin(params long[] dims) => Reduction.Amin.Call(this, dims);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            amin(dims.AsSpan(), keepdim, @out);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => @out is null
            ? Reduction.Amin.Call(this, dims, keepdim)
            : Reduction.AminOut.Call(this, dims, keepdim, @out);

        public Tensor argmax() => Reduction.Argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => Reduction.Argmax.Call(this, dim, keepdim);

        public Tensor argmin() => Reduction.Argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => Reduction.Argmin.Call(this, dim, keepdim);

        public Tensor logsumexp(long dim, bool keepdim = false) =>
            Reduction.Logsumexp.Call(this, (long[])[dim], keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) => Reduction.Cumsum.Call(this, dim, type);

        public Tensor prod(ScalarType? type = null) => Reduction.Prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) =>
            Reduction.ProdDim.Call(this, dim, keepdim, type);

        public Tensor norm(float p = 2) => Reduction.Norm.Call(this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Reduction.NormDim.Call(this, (double)p, (long[])[dim], keepdim);

        public Tensor all() => Reduction.All.Unary(this);

        public Tensor all(long dim, bool keepdim = false) => Reduction.AllDim.Call(this, dim, keepdim);

        public Tensor any() => Reduction.Any.Unary(this);

        public Tensor any(long dim, bool keepdim = false) => Reduction.AnyDim.Call(this, dim, keepdim);

        internal (Tensor Var, Tensor Mean) VarMean(bool unbiased) => Reduction.VarMean.CallPair(this, unbiased);

        internal (Tensor Var, Tensor Mean) VarMean(ReadOnlySpan<long> dimensions, bool unbiased, bool keepdim) =>
            Reduction.VarMeanDim.CallPair(this, dimensions, unbiased, keepdim);

        /// <summary>
        /// The real package ignores the flag here, so asking for the biased estimate would differ between the two.
        /// </summary>
        private static bool OnlyUnbiased(bool unbiased) =>
            unbiased
                ? true
                : throw new NotSupportedException(
                    "Without dimensions only the unbiased estimate is offered; name the dimensions.");

        private static Tensor As(ScalarType? type, Tensor result)
        {
            if (type is null || type == result.dtype) return result;
            using (result) return result.to_type(type.Value);
        }
    }
}
