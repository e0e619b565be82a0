using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss's elements become its value.</summary>
        public enum Reduction
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        /// <summary>Layers and losses as functions.</summary>
        public static partial class functional
        {
            private static readonly Op CrossEntropy = new("cross_entropy_loss");
            private static readonly Op Dropout = new("dropout");
            private static readonly Op DropoutInPlace = new("dropout_");
            private static readonly Op Elu = new("elu");
            private static readonly Op EluInPlace = new("elu_");
            private static readonly Op Gelu = new("gelu");
            private static readonly Op GeluInPlace = new("gelu_");
            private static readonly Op HuberLoss = new("huber_loss");
            private static readonly Op KlDiv = new("kl_div");
            private static readonly Op LayerNorm = new("layer_norm");
            private static readonly Op LeakyRelu = new("leaky_relu");
            private static readonly Op LeakyReluInPlace = new("leaky_relu_");
            private static readonly Op Linear = new("linear");
            private static readonly Op LogSigmoid = new("log_sigmoid");
            private static readonly Op MseLoss = new("mse_loss");
            private static readonly Op NllLoss = new("nll_loss_nd");
            private static readonly Op OneHot = new("one_hot");
            private static readonly Op ReluInPlace = new("relu_");
            private static readonly Op SigmoidInPlace = new("sigmoid_");
            private static readonly Op Silu = new("silu");
            private static readonly Op SiluInPlace = new("silu_");
            private static readonly Op SmoothL1Loss = new("smooth_l1_loss");
            private static readonly Op Softplus = new("softplus");
            private static readonly Op TanhInPlace = new("tanh_");

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Linear.Call(input, weights, bias);

            public static Tensor relu(Tensor x, bool inplace = false) =>
                inplace ? ReluInPlace.CallInPlace(x) : x.relu();

            public static Tensor tanh(Tensor x, bool inplace = false) =>
                inplace ? TanhInPlace.CallInPlace(x) : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor sigmoid(Tensor x, bool inplace) =>
                inplace ? SigmoidInPlace.CallInPlace(x) : x.sigmoid();

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) =>
                Softplus.Call(x, beta, threshold);

            public static Tensor logsigmoid(Tensor x) => LogSigmoid.Unary(x);

            public static Tensor gelu(Tensor x) => Gelu.Call(x);

            public static Tensor gelu(Tensor x, bool inplace) => inplace ? GeluInPlace.CallInPlace(x) : gelu(x);

            public static Tensor silu(Tensor x, bool inplace = false) =>
                inplace ? SiluInPlace.CallInPlace(x) : Silu.Unary(x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? LeakyReluInPlace.CallInPlace(input, negative_slope) : LeakyRelu.Call(input, negative_slope);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                inplace ? EluInPlace.CallInPlace(x, alpha) : Elu.Call(x, alpha);

            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                inplace ? DropoutInPlace.CallInPlace(input, p, training) : Dropout.Call(input, p, training);

            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null,
                double eps = 1e-05) =>
                LayerNorm.Call(input, normalized_shape, weight, bias, eps);

            /// <summary>
            /// Scales so that the p-norm along a dimension is 1, or less where it was under <paramref name="eps"/>.
            /// </summary>
            public static Tensor normalize(Tensor input, double p = 2, long dim = 1, double eps = 1e-12)
            {
                using Tensor length = input.norm((int)dim, true, (float)p);
                using Tensor divisor = length.clamp_min(eps);
                return input / divisor;
            }

            public static Tensor one_hot(Tensor x, long num_classes = -1) => OneHot.Call(x, num_classes);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                MseLoss.Call(input, target, (int)reduction);

            public static Tensor smooth_l1_loss(
                Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1) =>
                SmoothL1Loss.Call(input, target, (int)reduction, beta);

            public static Tensor huber_loss(
                Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean) =>
                HuberLoss.Call(input, target, (int)reduction, delta);

            public static Tensor kl_div(
                Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                KlDiv.Call(input, target, (int)reduction, log_target);

            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean, double label_smoothing = 0) =>
                CrossEntropy.Call(input, target, weight, (int)reduction, ignore_index, label_smoothing);

            public static Tensor nll_loss(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                NllLoss.Call(input, target, weight, (int)reduction);
        }
    }
}
