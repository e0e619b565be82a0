using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What becomes of a quotient's fraction.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        private static class Pointwise
        {
            internal static readonly Op Abs = new("abs");
            internal static readonly Op AddTensor = new("add.Tensor");
            internal static readonly Op AddScalar = new("add.Scalar");
            internal static readonly Op AddTensorInPlace = new("add_.Tensor");
            internal static readonly Op AddScalarInPlace = new("add_.Scalar");
            internal static readonly Op Addcdiv = new("addcdiv");
            internal static readonly Op AddcdivInPlace = new("addcdiv_");
            internal static readonly Op Addcmul = new("addcmul");
            internal static readonly Op AddcmulInPlace = new("addcmul_");
            internal static readonly Op Addmm = new("addmm");
            internal static readonly Op Bmm = new("bmm");
            internal static readonly Op Clamp = new("clamp");
            internal static readonly Op ClampTensor = new("clamp.Tensor");
            internal static readonly Op ClampInPlace = new("clamp_");
            internal static readonly Op ClampTensorInPlace = new("clamp_.Tensor");
            internal static readonly Op ClampMin = new("clamp_min");
            internal static readonly Op ClampMax = new("clamp_max");
            internal static readonly Op DivTensor = new("div.Tensor");
            internal static readonly Op DivTensorMode = new("div.Tensor_mode");
            internal static readonly Op DivScalarMode = new("div.Scalar_mode");
            internal static readonly Op DivTensorInPlace = new("div_.Tensor");
            internal static readonly Op DivTensorModeInPlace = new("div_.Tensor_mode");
            internal static readonly Op DivScalarModeInPlace = new("div_.Scalar_mode");
            internal static readonly Op Exp = new("exp");
            internal static readonly Op Lerp = new("lerp.Tensor");
            internal static readonly Op LerpInPlace = new("lerp_.Tensor");
            internal static readonly Op Log = new("log");
            internal static readonly Op Log1p = new("log1p");
            internal static readonly Op LogSoftmax = new("log_softmax.int");
            internal static readonly Op Matmul = new("matmul");
            internal static readonly Op Maximum = new("maximum");
            internal static readonly Op Minimum = new("minimum");
            internal static readonly Op Mm = new("mm");
            internal static readonly Op MulTensor = new("mul.Tensor");
            internal static readonly Op MulTensorInPlace = new("mul_.Tensor");
            internal static readonly Op Neg = new("neg");
            internal static readonly Op PowScalar = new("pow.Tensor_Scalar");
            internal static readonly Op PowTensor = new("pow.Tensor_Tensor");
            internal static readonly Op Reciprocal = new("reciprocal");
            internal static readonly Op Relu = new("relu");
            internal static readonly Op RemainderTensor = new("remainder.Tensor");
            internal static readonly Op Cos = new("cos");
            internal static readonly Op Sin = new("sin");
            internal static readonly Op Floor = new("floor");
            internal static readonly Op Sign = new("sign");
            internal static readonly Op Erfinv = new("erfinv");
            internal static readonly Op Rsub = new("rsub.Scalar");
            internal static readonly Op Sigmoid = new("sigmoid");
            internal static readonly Op Softmax = new("softmax.int");
            internal static readonly Op Sqrt = new("sqrt");
            internal static readonly Op Square = new("square");
            internal static readonly Op SubTensor = new("sub.Tensor");
            internal static readonly Op SubTensorInPlace = new("sub_.Tensor");
            internal static readonly Op Tanh = new("tanh");
            internal static readonly Op Where = new("where.self");
        }

        public Tensor add(Tensor target) => Pointwise.AddTensor.Binary(this, target);

        public Tensor add(Scalar scalar) => Pointwise.AddTensor.WithNumber(this, scalar);

        public Tensor add(Tensor target, Scalar alpha) => Pointwise.AddTensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar, Scalar alpha) => Pointwise.AddScalar.Call(this, scalar, alpha);

        public Tensor add_(Tensor target) => Pointwise.AddTensorInPlace.CallInPlace(this, target);

        public Tensor add_(Scalar scalar) => Pointwise.AddTensorInPlace.CallInPlace(this, Value.Wrapped(scalar));

        public Tensor add_(Tensor target, Scalar alpha) => Pointwise.AddTensorInPlace.CallInPlace(this, target, alpha);

        public Tensor add_(Scalar scalar, Scalar alpha) => Pointwise.AddScalarInPlace.CallInPlace(this, scalar, alpha);

        public Tensor sub(Tensor target) => Pointwise.SubTensor.Binary(this, target);

        public Tensor sub(Scalar target) => Pointwise.SubTensor.WithNumber(this, target);

        public Tensor sub_(Tensor target) => Pointwise.SubTensorInPlace.CallInPlace(this, target);

        public Tensor sub_(Scalar target) => Pointwise.SubTensorInPlace.CallInPlace(this, Value.Wrapped(target));

        public Tensor mul(Tensor target) => Pointwise.MulTensor.Binary(this, target);

        public Tensor mul(Scalar target) => Pointwise.MulTensor.WithNumber(this, target);

        public Tensor mul_(Tensor target) => Pointwise.MulTensorInPlace.CallInPlace(this, target);

        public Tensor mul_(Scalar target) => Pointwise.MulTensorInPlace.CallInPlace(this, Value.Wrapped(target));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Pointwise.DivTensor.Binary(this, target)
                : Pointwise.DivTensorMode.Call(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Pointwise.DivTensor.WithNumber(this, target)
                : Pointwise.DivScalarMode.Call(this, target, Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Pointwise.DivTensorInPlace.CallInPlace(this, target)
                : Pointwise.DivTensorModeInPlace.CallInPlace(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? Pointwise.DivTensorInPlace.CallInPlace(this, Value.Wrapped(target))
                : Pointwise.DivScalarModeInPlace.CallInPlace(this, target, Name(rounding_mode));

        public Tensor matmul(Tensor target) => Pointwise.Matmul.Binary(this, target);

        public Tensor mm(Tensor target) => Pointwise.Mm.Binary(this, target);

        public Tensor bmm(Tensor batch2) => Pointwise.Bmm.Binary(this, batch2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Pointwise.Addmm.Call(this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor pow(Tensor exponent) => Pointwise.PowTensor.Binary(this, exponent);

        public Tensor pow(Scalar exponent) => Pointwise.PowScalar.Call(this, exponent);

        public Tensor square() => Pointwise.Square.Unary(this);

        public Tensor sqrt() => Pointwise.Sqrt.Unary(this);

        public Tensor exp() => Pointwise.Exp.Unary(this);

        public Tensor log() => Pointwise.Log.Unary(this);

        public Tensor log1p() => Pointwise.Log1p.Unary(this);

        public Tensor sin() => Pointwise.Sin.Unary(this);

        public Tensor cos() => Pointwise.Cos.Unary(this);

        public Tensor floor() => Pointwise.Floor.Unary(this);

        public Tensor sign() => Pointwise.Sign.Unary(this);

        public Tensor erfinv() => Pointwise.Erfinv.Unary(this);

        public Tensor tanh() => Pointwise.Tanh.Unary(this);

        public Tensor relu() => Pointwise.Relu.Unary(this);

        public Tensor sigmoid() => Pointwise.Sigmoid.Unary(this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Pointwise.Softmax.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Pointwise.LogSoftmax.Call(this, dim, dtype);

        public Tensor abs() => Pointwise.Abs.Unary(this);

        public Tensor neg() => Pointwise.Neg.Unary(this);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Pointwise.Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Pointwise.ClampTensor.Call(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) =>
            Pointwise.ClampInPlace.CallInPlace(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) =>
            Pointwise.ClampTensorInPlace.CallInPlace(this, min, max);

        public Tensor clamp_min(Scalar min) => Pointwise.ClampMin.Call(this, min);

        public Tensor clamp_max(Scalar max) => Pointwise.ClampMax.Call(this, max);

        public Tensor minimum(Tensor other) => Pointwise.Minimum.Binary(this, other);

        public Tensor maximum(Tensor other) => Pointwise.Maximum.Binary(this, other);

        /// <summary>This where the condition holds, <paramref name="y"/> elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Pointwise.Where.Call(condition, this, y);

        public Tensor lerp(Tensor end, Tensor weight) => Pointwise.Lerp.Call(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Pointwise.LerpInPlace.CallInPlace(this, end, weight);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Pointwise.Addcmul.Call(this, tensor1, tensor2, value);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Pointwise.AddcmulInPlace.CallInPlace(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Pointwise.Addcdiv.Call(this, tensor1, tensor2);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Pointwise.Addcdiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) =>
            Pointwise.AddcdivInPlace.CallInPlace(this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Pointwise.AddcdivInPlace.CallInPlace(this, tensor1, tensor2, value);

        private static string Name(RoundingMode mode) => mode == RoundingMode.floor ? "floor" : "trunc";
    }
}
