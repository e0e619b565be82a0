using MetaRL.Environments.Tasks;
using MetaRL.Tests.Tensors;
using Xunit;
using static TorchSharp.torch;

namespace MetaRL.Tests.Environments;

/// <summary>Chunks of tasks on threads that libtorch has not seen before.</summary>
public sealed class TaskChunksTests
{
    [Fact]
    public void Run_AProductFirstOnANewThread_AddsUpAsOneThreadDoes()
    {
        var before = get_num_threads();
        set_num_threads(1);
        try
        {
            // Few long rows, whose sums MKL splits among its threads; a single processor cannot tell.
            var (rows, columns) = (new RngKey(3).Normal([4, 400], CPU), new RngKey(4).Normal([400, 16], CPU));
            var here = Product(rows, columns);
            Assert.Equal(here, OnANewThread(() => Product(rows, columns)));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static double[] Product(Tensor rows, Tensor columns)
    {
        using var scope = NewDisposeScope();
        var chunks = TaskChunks.Whole.Run(scope, 1, (_, _) => new One(rows.mm(columns)));
        return chunks[0].Tensor.Numbers();
    }

    private static double[] OnANewThread(Func<double[]> body)
    {
        double[] result = [];
        var thread = new Thread(() => result = body());
        thread.Start();
        thread.Join();
        return result;
    }

    private sealed record One(Tensor Tensor) : ITensorBundle
    {
        public IEnumerable<Tensor> Tensors => [Tensor];
    }
}
