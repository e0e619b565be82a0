using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static class Comparison
        {
            internal static readonly Op Allclose = new("allclose");
            internal static readonly Op And = new("bitwise_and.Tensor");
            internal static readonly Op EqTensor = new("eq.Tensor");
            internal static readonly Op GeTensor = new("ge.Tensor");
            internal static readonly Op GtTensor = new("gt.Tensor");
            internal static readonly Op Isfinite = new("isfinite");
            internal static readonly Op Isnan = new("isnan");
            internal static readonly Op LeTensor = new("le.Tensor");
            internal static readonly Op LogicalAnd = new("logical_and");
            internal static readonly Op LogicalNot = new("logical_not");
            internal static readonly Op LogicalOr = new("logical_or");
            internal static readonly Op LtTensor = new("lt.Tensor");
            internal static readonly Op NeTensor = new("ne.Tensor");
            internal static readonly Op Not = new("bitwise_not");
            internal static readonly Op Or = new("bitwise_or.Tensor");
            internal static readonly Op Xor = new("bitwise_xor.Tensor");
        }

        public Tensor eq(Tensor target) => Comparison.EqTensor.Binary(this, target);

        public Tensor eq(Scalar target) => Comparison.EqTensor.WithNumber(this, target);

        public Tensor ne(Tensor target) => Comparison.NeTensor.Binary(this, target);

        public Tensor ne(Scalar target) => Comparison.NeTensor.WithNumber(this, target);

        public Tensor lt(Tensor target) => Comparison.LtTensor.Binary(this, target);

        public Tensor lt(Scalar target) => Comparison.LtTensor.WithNumber(this, target);

        public Tensor le(Tensor target) => Comparison.LeTensor.Binary(this, target);

        public Tensor le(Scalar target) => Comparison.LeTensor.WithNumber(this, target);

        public Tensor gt(Tensor target) => Comparison.GtTensor.Binary(this, target);

        public Tensor gt(Scalar target) => Comparison.GtTensor.WithNumber(this, target);

        public Tensor ge(Tensor target) => Comparison.GeTensor.Binary(this, target);

        public Tensor ge(Scalar target) => Comparison.GeTensor.WithNumber(this, target);

        public Tensor logical_and(Tensor other) => Comparison.LogicalAnd.Binary(this, other);

        public Tensor logical_or(Tensor other) => Comparison.LogicalOr.Binary(this, other);

        public Tensor logical_not() => Comparison.LogicalNot.Unary(this);

        /// <summary>Elementwise equality; for one truth value use <see cref="Equals(object)"/>.</summary>
        public Tensor equal(Tensor target) => eq(target);

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Comparison.Allclose.CallBool(this, target, rtol, atol, equal_nan);

        public Tensor isnan() => Comparison.Isnan.Unary(this);

        public Tensor isfinite() => Comparison.Isfinite.Unary(this);
    }
}
