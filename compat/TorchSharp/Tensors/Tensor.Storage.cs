using System.Text;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor load(string location) => Tensor.Load(location);

    public static void save(Tensor t, string location) => t.Save(location);

    public partial class Tensor
    {
        public static Tensor Load(BinaryReader reader)
        {
            var dtype = (ScalarType)reader.Read7BitEncodedInt64();
            var shape = new long[reader.Read7BitEncodedInt64()];
            for (int i = 0; i < shape.Length; i++) shape[i] = reader.Read7BitEncodedInt64();
            Tensor tensor = empty(shape, dtype, CPU);
            reader.BaseStream.ReadExactly(tensor.bytes);
            return tensor;
        }

        public static Tensor Load(Stream stream)
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            return Load(reader);
        }

        public static Tensor Load(string location)
        {
            using FileStream stream = File.OpenRead(location);
            return Load(stream);
        }

        public static Tensor load(string location) => Load(location);

        public void save(string location) => this.Save(location);

        public override string ToString() => IsInvalid ? "[invalid]" : this.str(style: TensorStringStyle.Metadata);
    }
}
