using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Numbers go to the operator directly, without a Scalar object between.
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Pointwise.AddTensor.Binary(left, right);

        public static Tensor operator +(Tensor left, Scalar right) => Pointwise.AddTensor.WithNumber(left, right);

        public static Tensor operator +(Scalar left, Tensor right) => Pointwise.AddTensor.WithNumber(right, left);

        public static Tensor operator +(Tensor left, int right) => Pointwise.AddTensor.WithNumber(left, right);

        public static Tensor operator +(Tensor left, long right) => Pointwise.AddTensor.WithNumber(left, right);

        public static Tensor operator +(Tensor left, float right) => Pointwise.AddTensor.WithNumber(left, right);

        public static Tensor operator +(Tensor left, double right) => Pointwise.AddTensor.WithNumber(left, right);

        public static Tensor operator +(int left, Tensor right) => Pointwise.AddTensor.WithNumber(right, left);

        public static Tensor operator +(long left, Tensor right) => Pointwise.AddTensor.WithNumber(right, left);

        public static Tensor operator +(float left, Tensor right) => Pointwise.AddTensor.WithNumber(right, left);

        public static Tensor operator +(double left, Tensor right) => Pointwise.AddTensor.WithNumber(right, left);

        public static Tensor operator -(Tensor tensor) => Pointwise.Neg.Unary(tensor);

        public static Tensor operator -(Tensor left, Tensor right) => Pointwise.SubTensor.Binary(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Pointwise.SubTensor.WithNumber(left, right);

        public static Tensor operator -(Scalar left, Tensor right) => ReverseSub(left, right);

        public static Tensor operator -(Tensor left, int right) => Pointwise.SubTensor.WithNumber(left, right);

        public static Tensor operator -(Tensor left, long right) => Pointwise.SubTensor.WithNumber(left, right);

        public static Tensor operator -(Tensor left, float right) => Pointwise.SubTensor.WithNumber(left, right);

        public static Tensor operator -(Tensor left, double right) => Pointwise.SubTensor.WithNumber(left, right);

        public static Tensor operator -(int left, Tensor right) => ReverseSub(left, right);

        public static Tensor operator -(long left, Tensor right) => ReverseSub(left, right);

        public static Tensor operator -(float left, Tensor right) => ReverseSub(left, right);

        public static Tensor operator -(double left, Tensor right) => ReverseSub(left, right);

        public static Tensor operator *(Tensor left, Tensor right) => Pointwise.MulTensor.Binary(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Pointwise.MulTensor.WithNumber(left, right);

        public static Tensor operator *(Scalar left, Tensor right) => Pointwise.MulTensor.WithNumber(right, left);

        public static Tensor operator *(Tensor left, int right) => Pointwise.MulTensor.WithNumber(left, right);

        public static Tensor operator *(Tensor left, long right) => Pointwise.MulTensor.WithNumber(left, right);

        public static Tensor operator *(Tensor left, float right) => Pointwise.MulTensor.WithNumber(left, right);

        public static Tensor operator *(Tensor left, double right) => Pointwise.MulTensor.WithNumber(left, right);

        public static Tensor operator *(int left, Tensor right) => Pointwise.MulTensor.WithNumber(right, left);

        public static Tensor operator *(long left, Tensor right) => Pointwise.MulTensor.WithNumber(right, left);

        public static Tensor operator *(float left, Tensor right) => Pointwise.MulTensor.WithNumber(right, left);

        public static Tensor operator *(double left, Tensor right) => Pointwise.MulTensor.WithNumber(right, left);

        public static Tensor operator /(Tensor left, Tensor right) => Pointwise.DivTensor.Binary(left, right);

        public static Tensor operator /(Tensor left, Scalar right) => Pointwise.DivTensor.WithNumber(left, right);

        public static Tensor operator /(Scalar left, Tensor right) => ReverseDiv(left, right);

        public static Tensor operator /(Tensor left, int right) => Pointwise.DivTensor.WithNumber(left, right);

        public static Tensor operator /(Tensor left, long right) => Pointwise.DivTensor.WithNumber(left, right);

        public static Tensor operator /(Tensor left, float right) => Pointwise.DivTensor.WithNumber(left, right);

        public static Tensor operator /(Tensor left, double right) => Pointwise.DivTensor.WithNumber(left, right);

        public static Tensor operator /(int left, Tensor right) => ReverseDiv(left, right);

        public static Tensor operator /(long left, Tensor right) => ReverseDiv(left, right);

        public static Tensor operator /(float left, Tensor right) => ReverseDiv(left, right);

        public static Tensor operator /(double left, Tensor right) => ReverseDiv(left, right);

        public static Tensor operator %(Tensor left, Tensor right) => Pointwise.RemainderTensor.Binary(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Pointwise.RemainderTensor.WithNumber(left, right);

        public static Tensor operator %(Tensor left, int right) => Pointwise.RemainderTensor.WithNumber(left, right);

        public static Tensor operator %(Tensor left, long right) => Pointwise.RemainderTensor.WithNumber(left, right);

        public static Tensor operator %(Tensor left, float right) => Pointwise.RemainderTensor.WithNumber(left, right);

        public static Tensor operator %(Tensor left, double right) => Pointwise.RemainderTensor.WithNumber(left, right);

        public static Tensor operator &(Tensor left, Tensor right) => Comparison.And.Binary(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Comparison.Or.Binary(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Comparison.Xor.Binary(left, right);

        public static Tensor operator ~(Tensor left) => Comparison.Not.Unary(left);

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        /// <summary>Makes overloads that take a Scalar better than those that take a Tensor; is never called.</summary>
        public static implicit operator Tensor(Scalar scalar) =>
            throw new InvalidOperationException("Should not be called.");

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static explicit operator byte(Tensor value) => (byte)value.ToInt64();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        private static Tensor ReverseSub(Value left, Tensor right) => Pointwise.Rsub.Call(right, left);

        private static Tensor ReverseDiv(Value left, Tensor right)
        {
            using Tensor reciprocal = Pointwise.Reciprocal.Unary(right);
            return Pointwise.MulTensor.WithNumber(reciprocal, left);
        }
    }
}
