using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Random
        {
            internal static readonly Op BernoulliTensorInPlace = new("bernoulli_.Tensor");
            internal static readonly Op BernoulliInPlace = new("bernoulli_.float");
            internal static readonly Op ExponentialInPlace = new("exponential_");
            internal static readonly Op Multinomial = new("multinomial");
            internal static readonly Op NormalInPlace = new("normal_");
            internal static readonly Op RandomInPlace = new("random_.from");
            internal static readonly Op UniformInPlace = new("uniform_");
        }

        private static class Alike
        {
            internal static readonly Op Full = new("full_like");
            internal static readonly Op NewFull = new("new_full");
            internal static readonly Op NewZeros = new("new_zeros");
            internal static readonly Op Ones = new("ones_like");
            internal static readonly Op Rand = new("rand_like");
            internal static readonly Op Randn = new("randn_like");
            internal static readonly Op Zeros = new("zeros_like");
        }

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Random.NormalInPlace.CallInPlace(this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Random.UniformInPlace.CallInPlace(this, from, to, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Random.BernoulliInPlace.CallInPlace(this, p, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) =>
            Random.BernoulliTensorInPlace.CallInPlace(this, p, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Random.ExponentialInPlace.CallInPlace(this, lambda, generator);

        /// <summary>Fills with integers from [from, to).</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Random.RandomInPlace.CallInPlace(this, (long)from, (long)to, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Random.Multinomial.Call(this, num_samples, replacement, generator);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.Rand.Call(this, dtype, Value.None, device), requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.Randn.Call(this, dtype, Value.None, device), requires_grad);

        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.Zeros.Call(this, dtype, Value.None, device), requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.Ones.Call(this, dtype, Value.None, device), requires_grad);

        public Tensor full_like(
            Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.Full.Call(this, value, dtype, Value.None, device), requires_grad);

        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
            new_zeros((long[])[size], dtype, device, requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
            Made(Alike.NewZeros.Call(this, size, dtype, Value.None, device), requires_grad);

        public Tensor new_zeros(
            ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.NewZeros.Call(this, size, dtype, Value.None, device), requires_grad);

        public Tensor new_full(
            long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            new_full((long[])[size], value, dtype, device, requires_grad);

        public Tensor new_full(
            long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Made(Alike.NewFull.Call(this, size, value, dtype, Value.None, device), requires_grad);

        public Tensor new_full(
            ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null,
            bool requires_grad = false) =>
            Made(Alike.NewFull.Call(this, size, value, dtype, Value.None, device), requires_grad);
    }

    /// <summary>A factory's result with the flag that factories take.</summary>
    private static Tensor Made(Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is not null) throw new NotSupportedException("Named dimensions are not offered; names must be null.");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}
