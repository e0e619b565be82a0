using System.Runtime.CompilerServices;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Indexing
        {
            internal static readonly Op Argsort = new("argsort");
            internal static readonly Op Chunk = new("chunk");
            internal static readonly Op Gather = new("gather");
            internal static readonly Op Index = new("index.Tensor");
            internal static readonly Op IndexAddInPlace = new("index_add_");
            internal static readonly Op IndexCopyInPlace = new("index_copy_");
            internal static readonly Op IndexPutInPlace = new("index_put_");
            internal static readonly Op IndexSelect = new("index_select");
            internal static readonly Op MaskedFill = new("masked_fill.Scalar");
            internal static readonly Op MaskedFillInPlace = new("masked_fill_.Scalar");
            internal static readonly Op MaskedSelect = new("masked_select");
            internal static readonly Op Narrow = new("narrow");
            internal static readonly Op Nonzero = new("nonzero");
            internal static readonly Op Scatter = new("scatter.src");
            internal static readonly Op ScatterInPlace = new("scatter_.src");
            internal static readonly Op ScatterAddInPlace = new("scatter_add_");
            internal static readonly Op Select = new("select.int");
            internal static readonly Op Slice = new("slice.Tensor");
            internal static readonly Op Sort = new("sort.stable");
            internal static readonly Op Split = new("split.Tensor");
            internal static readonly Op SplitWithSizes = new("split_with_sizes");
            internal static readonly Op Topk = new("topk");
            internal static readonly Op Unbind = new("unbind.int");
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => Indexing.Select.Call(this, 0, i1);
            set
            {
                using Tensor place = this[i1];
                place.copy_(value);
            }
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get
            {
                using Tensor row = this[i1];
                return row[i2];
            }

            set
            {
                using Tensor place = this[i1, i2];
                place.copy_(value);
            }
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Array.ConvertAll(indices, i => TensorIndex.Single(i)));
            set => index_put_(value, Array.ConvertAll(indices, i => TensorIndex.Single(i)));
        }

        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor gather(long dim, Tensor index) => Indexing.Gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Indexing.Scatter.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Indexing.ScatterInPlace.CallInPlace(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Indexing.ScatterAddInPlace.CallInPlace(this, dim, index, src);

        public Tensor index(params TensorIndex[] indices)
        {
            (Tensor view, Tensor?[]? gathered) = Narrowed(indices);
            if (gathered is null) return view;
            try
            {
                return Indexing.Index.Call(view, Value.Optionals(gathered));
            }
            finally
            {
                view.Dispose();
            }
        }

        public Tensor index(params Tensor[] indices) => Indexing.Index.Call(this, Value.Optionals(indices));

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            (Tensor view, Tensor?[]? gathered) = Narrowed(indices);
            using (view)
            {
                if (gathered is null && accumulate) view.add_(value);
                else if (gathered is null) view.copy_(value);
                else Indexing.IndexPutInPlace.CallInPlace(view, Value.Optionals(gathered), value, accumulate);
            }

            return this;
        }

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) =>
            Indexing.IndexPutInPlace.CallInPlace(this, Value.Optionals(indices), value, accumulate);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using Tensor tensor = full([], value, dtype, device);
            return index_put_(tensor, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices)
        {
            using Tensor tensor = full([], value, dtype, device);
            return index_put_(tensor, indices, false);
        }

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Indexing.IndexCopyInPlace.CallInPlace(this, dim, index, source);

        public Tensor index_select(long dim, Tensor index) => Indexing.IndexSelect.Call(this, dim, index);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Indexing.IndexAddInPlace.CallInPlace(this, dim, index, source, alpha);

        public Tensor masked_fill(Tensor mask, Scalar value) => Indexing.MaskedFill.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) =>
            Indexing.MaskedFillInPlace.CallInPlace(this, mask, value);

        public Tensor masked_select(Tensor mask) => Indexing.MaskedSelect.Binary(this, mask);

        public Tensor select(long dim, long index) => Indexing.Select.Call(this, dim, index);

        public Tensor narrow(long dim, long start, long length) => Indexing.Narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) =>
            Indexing.Slice.Call(this, dim, start, finish, step);

        public Tensor[] split(long size, int dim = 0) => Indexing.Split.CallList(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            Indexing.SplitWithSizes.CallList(this, sizes, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Indexing.SplitWithSizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Indexing.SplitWithSizes.CallList(this, sizes);

        public Tensor[] chunk(long chunks, long dim = 0) => Indexing.Chunk.CallList(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0) => Indexing.Unbind.CallList(this, dimension);

        public Tensor nonzero() => Indexing.Nonzero.Unary(this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Indexing.Topk.CallPair(this, k, dim, largest, sorted);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Indexing.Sort.CallPair(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => Indexing.Argsort.Call(this, dim, descending);

        /// <summary>
        /// A view of this with all indices applied but the tensors among them, which come back by dimension of the
        /// view; null when there are none.
        /// </summary>
        private (Tensor View, Tensor?[]? Gathered) Narrowed(TensorIndex[] indices)
        {
            int consumed = 0;
            foreach (TensorIndex index in indices) consumed += Dimensions(index);
            var gathered = new List<Tensor?>();
            Tensor view = alias();
            int dim = 0;
            foreach (TensorIndex index in indices)
            {
                switch (index.IndexKind)
                {
                    case TensorIndex.Kind.Single when index.Start is { } position:
                        Replace(ref view, Indexing.Select.Call(view, dim, position));
                        break;
                    case TensorIndex.Kind.Slice:
                        Replace(ref view, Indexing.Slice.Call(view, dim++, index.Start, index.Stop, index.Step ?? 1));
                        break;
                    case TensorIndex.Kind.Ellipsis:
                        dim += (int)ndim - consumed;
                        break;
                    case TensorIndex.Kind.Bool:
                        Replace(ref view, view.unsqueeze(dim));
                        Put(gathered, dim++, tensor(new[] { index.Start != 0 }));
                        break;
                    case TensorIndex.Kind.Tensor when index.Index is { } positions:
                        Put(gathered, dim, positions);
                        dim += Dimensions(index);
                        break;
                    default:
                        Replace(ref view, view.unsqueeze(dim++));
                        break;
                }
            }

            return (view, gathered.Count > 0 ? [.. gathered] : null);
        }

        /// <summary>How many dimensions an index uses up; a mask as many as it has itself.</summary>
        private static int Dimensions(TensorIndex index) => index switch
        {
            { IndexKind: TensorIndex.Kind.Tensor, Index: { } positions } => Dimensions(positions),
            { IndexKind: TensorIndex.Kind.Single, Start: not null } => 1,
            { IndexKind: TensorIndex.Kind.Slice } => 1,
            _ => 0,
        };

        private static int Dimensions(Tensor positions) =>
            positions.dtype is ScalarType.Bool or ScalarType.Byte ? (int)positions.ndim : 1;

        private static void Put(List<Tensor?> gathered, int dim, Tensor positions)
        {
            // A mask before this one counts as one entry, however many dimensions it uses up.
            int taken = 0;
            foreach (Tensor? earlier in gathered) taken += earlier is null ? 1 : Dimensions(earlier);
            for (; taken < dim; taken++) gathered.Add(null);
            gathered.Add(positions);
        }

        private static void Replace(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }
    }
}
