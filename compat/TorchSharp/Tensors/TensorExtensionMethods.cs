using System.Globalization;
using System.Text;
using TorchSharp.Native;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    /// <summary>The single element of a tensor, converted to the named type.</summary>
    public static bool ToBoolean(this torch.Tensor value) => value.Element().Bits != 0;

    public static double ToDouble(this torch.Tensor value)
    {
        NativeValue item = value.Element();
        return item.Tag == Tag.Double ? BitConverter.Int64BitsToDouble(item.Bits) : item.Bits;
    }

    public static float ToSingle(this torch.Tensor value) => (float)value.ToDouble();

    public static int ToInt32(this torch.Tensor value) => checked((int)value.ToInt64());

    public static long ToInt64(this torch.Tensor value)
    {
        NativeValue item = value.Element();
        return item.Tag == Tag.Double ? checked((long)BitConverter.Int64BitsToDouble(item.Bits)) : item.Bits;
    }

    public static torch.Tensor ToTensor<T>(this T scalar, torch.Device? device = null, bool requires_grad = false)
        where T : struct =>
        torch.FromArray(new[] { scalar }, [], null, device, requires_grad);

    /// <summary>A tensor of the given shape with a copy of the array's elements.</summary>
    public static torch.Tensor ToTensor<T>(
        this T[] rawArray, long[] dimensions, bool doCopy = false, bool requires_grad = false) =>
        torch.FromArray(rawArray, dimensions, null, null, requires_grad);

    /// <summary>Writes type, shape and bytes as <see cref="torch.Tensor.Load(BinaryReader)"/> reads them.</summary>
    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        using torch.Tensor host = tensor.detach().cpu().contiguous();
        writer.Write7BitEncodedInt64((long)host.dtype);
        writer.Write7BitEncodedInt64(host.ndim);
        foreach (long size in host.shape) writer.Write7BitEncodedInt64(size);
        writer.Write(host.bytes);
    }

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, string location)
    {
        using FileStream stream = File.Create(location);
        tensor.Save(stream);
    }

    /// <summary>Shape, type and device; except for the style Metadata, also the elements, row by row.</summary>
    public static string str(
        this torch.Tensor tensor,
        string? fltFormat = null,
        int? width = null,
        string? newLine = null,
        CultureInfo? cultureInfo = null,
        TensorStringStyle style = TensorStringStyle.Default)
    {
        string head = $"[{string.Join('x', tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";
        if (style == TensorStringStyle.Metadata) return head;
        using torch.Tensor numbers = tensor.detach().cpu().to(torch.ScalarType.Float64);
        double[] elements = numbers.data<double>().ToArray();
        var text = new StringBuilder(head).Append(newLine ?? Environment.NewLine);
        int next = 0;
        Append(
            text, tensor.shape, 0, elements, ref next, fltFormat ?? "g5", cultureInfo ?? CultureInfo.InvariantCulture,
            newLine ?? Environment.NewLine);
        return text.ToString();
    }

    private static void Append(
        StringBuilder text, long[] shape, int dim, double[] elements, ref int next, string format, CultureInfo culture,
        string newLine)
    {
        if (dim == shape.Length)
        {
            text.Append(elements[next++].ToString(format, culture));
            return;
        }

        text.Append('[');
        for (long i = 0; i < shape[dim]; i++)
        {
            if (i > 0) text.Append(dim == shape.Length - 1 ? ", " : "," + newLine + new string(' ', dim + 1));
            Append(text, shape, dim + 1, elements, ref next, format, culture, newLine);
        }

        text.Append(']');
    }
}
