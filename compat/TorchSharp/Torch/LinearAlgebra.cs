using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op CholeskySolveOp = new("cholesky_solve");

    /// <summary>The solution of A X = B, given the Cholesky factor of A.</summary>
    public static Tensor cholesky_solve(Tensor input, Tensor input2, bool upper = false) =>
        CholeskySolveOp.Call(input, input2, upper);

    public static partial class linalg
    {
        private static readonly Op Cholesky = new("linalg_cholesky");
        private static readonly Op Solve = new("linalg_solve");
        private static readonly Op SolveEx = new("linalg_solve_ex");
        private static readonly Op SolveTriangular = new("linalg_solve_triangular");
        private static readonly Op SolveTriangularOut = new("linalg_solve_triangular.out");

        /// <summary>The lower triangular L with L Lᵀ = A.</summary>
        public static Tensor cholesky(Tensor input) => Cholesky.Call(input);

        /// <summary>X with A X = B, or X A = B where not <paramref name="left"/>.</summary>
        public static Tensor solve(Tensor A, Tensor B, bool left = true) => Solve.Call(A, B, left);

        /// <summary>
        /// The same, and for each matrix 0, or which of its pivots is zero: nothing is read to throw where one is, unless asked.
        /// </summary>
        public static (Tensor result, Tensor info) solve_ex(
            Tensor A, Tensor B, bool left = true, bool check_errors = false) =>
            SolveEx.CallPair(A, B, left, check_errors);

        /// <summary>The same for a triangular matrix.</summary>
        public static Tensor solve_triangular(
            Tensor A, Tensor B, bool upper, bool left = true, bool unitriangular = false, Tensor? @out = null) =>
            @out is null
                ? SolveTriangular.Call(A, B, upper, left, unitriangular)
                : SolveTriangularOut.Call(A, B, upper, left, unitriangular, @out);
    }
}
