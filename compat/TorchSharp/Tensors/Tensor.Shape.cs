using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Layout
        {
            internal static readonly Op Alias = new("alias");
            internal static readonly Op AsStrided = new("as_strided");
            internal static readonly Op Contiguous = new("contiguous");
            internal static readonly Op Expand = new("expand");
            internal static readonly Op ExpandAs = new("expand_as");
            internal static readonly Op Flatten = new("flatten.using_ints");
            internal static readonly Op Flip = new("flip");
            internal static readonly Op Permute = new("permute");
            internal static readonly Op Repeat = new("repeat");
            internal static readonly Op RepeatInterleave = new("repeat_interleave.self_int");
            internal static readonly Op RepeatInterleaveTensor = new("repeat_interleave.self_Tensor");
            internal static readonly Op Reshape = new("reshape");
            internal static readonly Op Roll = new("roll");
            internal static readonly Op Squeeze = new("squeeze");
            internal static readonly Op SqueezeDim = new("squeeze.dim");
            internal static readonly Op T = new("t");
            internal static readonly Op Tile = new("tile");
            internal static readonly Op Transpose = new("transpose.int");
            internal static readonly Op Unsqueeze = new("unsqueeze");
            internal static readonly Op View = new("view");
            internal static readonly Op ViewAs = new("view_as");
        }

        public Tensor T
        {
            get
            {
                long dims = ndim;
                if (dims == 2) return Layout.T.Unary(this);
                var reversed = new long[dims];
                for (int i = 0; i < reversed.Length; i++) reversed[i] = dims - 1 - i;
                return Layout.Permute.Call(this, reversed);
            }
        }

        public Tensor mT => Layout.Transpose.Call(this, -2, -1);

        public Tensor expand(params long[] sizes) => Layout.Expand.Call(this, sizes);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Layout.Expand.Call(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            Layout.Expand.Call(this, sizes, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => Layout.Expand.Call(this, sizes.Shape, isImplicit);

        public Tensor expand_as(Tensor other) => Layout.ExpandAs.Binary(this, other);

        public Tensor view(params long[] shape) => Layout.View.Call(this, shape);

        public Tensor view_as(Tensor other) => Layout.ViewAs.Binary(this, other);

        public Tensor reshape(params long[] shape) => Layout.Reshape.Call(this, shape);

        public Tensor unsqueeze(long dim) => Layout.Unsqueeze.Call(this, dim);

        public Tensor squeeze(long? dim = null) =>
            dim is null ? Layout.Squeeze.Unary(this) : Layout.SqueezeDim.Call(this, dim);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Layout.Flatten.Call(this, start_dim, end_dim);

        public Tensor permute(params long[] permutation) => Layout.Permute.Call(this, permutation);

        public Tensor permute(IEnumerable<long> permutation) => Layout.Permute.Call(this, permutation.ToArray());

        public Tensor transpose(long dim0, long dim1) => Layout.Transpose.Call(this, dim0, dim1);

        public Tensor t() => Layout.T.Unary(this);

        public Tensor repeat(params long[] sizes) => Layout.Repeat.Call(this, sizes);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            Layout.RepeatInterleave.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            Layout.RepeatInterleaveTensor.Call(this, repeats, dim, output_size);

        public Tensor contiguous() => Layout.Contiguous.Call(this);

        public Tensor flip(params long[] dims) => Layout.Flip.Call(this, dims);

        public Tensor roll(long shifts, long? dims = null) =>
            Layout.Roll.Call(this, (long[])[shifts], dims is null ? [] : (long[])[dims.Value]);

        public Tensor roll(long[] shifts) => Layout.Roll.Call(this, shifts);

        public Tensor roll(long[] shifts, long[] dims) => Layout.Roll.Call(this, shifts, dims);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) =>
            Layout.Roll.Call(this, shifts, dims);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Layout.AsStrided.Call(this, size, strides, storageOffset);

        public Tensor alias() => Layout.Alias.Unary(this);

        internal Tensor Tile(long[] dims) => Layout.Tile.Call(this, dims);
    }
}
