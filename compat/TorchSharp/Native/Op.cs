using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>
/// An ATen operator, looked up in the dispatcher at its first call. Arguments that are left out at the end take the
/// defaults of the operator's schema.
/// </summary>
internal sealed unsafe class Op
{
    // Lists of up to this many words in all (sizes, handles, text) live on the stack during a call.
    private const int StackWords = 32;

    private readonly string name;
    private readonly string overload;
    private nint handle;

    /// <param name="name">The operator's name with its overload, such as <c>add.Tensor</c> or <c>tanh</c>.</param>
    internal Op(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        this.name = "aten::" + (dot < 0 ? name : name[..dot]);
        overload = dot < 0 ? "" : name[(dot + 1)..];
    }

    internal torch.Tensor Unary(torch.Tensor self)
    {
        NativeValue argument = Argument(self);
        NativeValue result;
        if (Shim.shim_call(Handle, &argument, 1, &result, 1) < 0) throw Shim.LastError();
        GC.KeepAlive(self);
        return new torch.Tensor((nint)result.Bits);
    }

    [SkipLocalsInit]
    internal torch.Tensor Binary(torch.Tensor self, torch.Tensor other)
    {
        NativeValue* arguments = stackalloc NativeValue[2];
        arguments[0] = Argument(self);
        arguments[1] = Argument(other);
        NativeValue result;
        if (Shim.shim_call(Handle, arguments, 2, &result, 1) < 0) throw Shim.LastError();
        GC.KeepAlive(self);
        GC.KeepAlive(other);
        return new torch.Tensor((nint)result.Bits);
    }

    /// <summary>Calls a binary operator on tensors with a number on the right.</summary>
    [SkipLocalsInit]
    internal torch.Tensor WithNumber(torch.Tensor self, Value number)
    {
        Value wrapped = Value.Wrapped(number);
        NativeValue* arguments = stackalloc NativeValue[2];
        arguments[0] = Argument(self);
        arguments[1] = new() { Bits = wrapped.Bits, Tag = wrapped.Tag };
        NativeValue result;
        if (Shim.shim_call(Handle, arguments, 2, &result, 1) < 0) throw Shim.LastError();
        GC.KeepAlive(self);
        return new torch.Tensor((nint)result.Bits);
    }

    internal torch.Tensor Call(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        return new torch.Tensor((nint)result.Bits);
    }

    /// <summary>Calls an operator that writes to its first argument, and returns that argument.</summary>
    internal torch.Tensor CallInPlace(params ReadOnlySpan<Value> arguments)
    {
        Invoke(arguments, null, 0);
        return (torch.Tensor)arguments[0].Object!;
    }

    internal (torch.Tensor First, torch.Tensor Second) CallPair(params ReadOnlySpan<Value> arguments)
    {
        NativeValue* results = stackalloc NativeValue[2];
        Invoke(arguments, results, 2);
        return (new torch.Tensor((nint)results[0].Bits), new torch.Tensor((nint)results[1].Bits));
    }

    internal torch.Tensor[] CallList(params ReadOnlySpan<Value> arguments)
    {
        NativeValue result;
        Invoke(arguments, &result, 1);
        var tensors = new torch.Tensor[result.Length];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = new torch.Tensor(((nint*)result.Bits)[i]);
        return tensors;
    }

    internal bool CallBool(params ReadOnlySpan<Value> arguments)
    {
        HostTraffic.Read();
        NativeValue result;
        Invoke(arguments, &result, 1);
        return result.Bits != 0;
    }

    private nint Handle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => handle != 0 ? handle : Find();
    }

    private nint Find()
    {
        fixed (byte* utf8Name = Encoding.UTF8.GetBytes(name + '\0'))
        fixed (byte* utf8Overload = Encoding.UTF8.GetBytes(overload + '\0'))
        {
            return handle = Shim.Check(Shim.shim_operator(utf8Name, utf8Overload));
        }
    }

    private static NativeValue Argument(torch.Tensor tensor) => new() { Bits = tensor.Handle, Tag = Tag.Tensor };

    [SkipLocalsInit]
    private void Invoke(ReadOnlySpan<Value> arguments, NativeValue* results, int capacity)
    {
        int words = 0;
        foreach (ref readonly Value argument in arguments) words += Words(in argument);
        long* stack = stackalloc long[StackWords];
        long[]? heap = words > StackWords ? GC.AllocateUninitializedArray<long>(words, pinned: true) : null;
        long* lists = heap is null ? stack : (long*)Marshal.UnsafeAddrOfPinnedArrayElement(heap, 0);

        NativeValue* native = stackalloc NativeValue[arguments.Length];
        for (int i = 0; i < arguments.Length; i++) native[i] = ToNative(in arguments[i], ref lists);
        int written = Shim.shim_call(Handle, native, arguments.Length, results, capacity);

        // Until here the finalizers of the arguments must not run.
        foreach (ref readonly Value argument in arguments) GC.KeepAlive(argument.Object);
        GC.KeepAlive(heap);
        if (written < 0) throw Shim.LastError();
    }

    private static int Words(in Value argument) => argument.Tag switch
    {
        Tag.IntList => ((long[])argument.Object!).Length,
        Tag.TensorList => ((IList<torch.Tensor>)argument.Object!).Count,
        Tag.OptionalTensorList => ((torch.Tensor?[])argument.Object!).Length,
        Tag.String => (((byte[])argument.Object!).Length + 7) / 8,
        _ => 0,
    };

    private static NativeValue ToNative(in Value argument, ref long* lists)
    {
        switch (argument.Tag)
        {
            case Tag.Tensor:
                return Argument((torch.Tensor)argument.Object!);
            case Tag.Generator:
                return new() { Bits = ((torch.Generator)argument.Object!).Handle, Tag = Tag.Generator };
            case Tag.IntList:
                var numbers = (long[])argument.Object!;
                numbers.CopyTo(new Span<long>(lists, numbers.Length));
                return Advance(Tag.IntList, numbers.Length, numbers.Length, ref lists);
            case Tag.TensorList:
                var tensors = (IList<torch.Tensor>)argument.Object!;
                for (int i = 0; i < tensors.Count; i++) lists[i] = tensors[i].Handle;
                return Advance(Tag.TensorList, tensors.Count, tensors.Count, ref lists);
            case Tag.OptionalTensorList:
                var optionals = (torch.Tensor?[])argument.Object!;
                for (int i = 0; i < optionals.Length; i++) lists[i] = optionals[i]?.Handle ?? 0;
                return Advance(Tag.OptionalTensorList, optionals.Length, optionals.Length, ref lists);
            case Tag.String:
                var text = (byte[])argument.Object!;
                text.CopyTo(new Span<byte>(lists, text.Length));
                return Advance(Tag.String, text.Length, (text.Length + 7) / 8, ref lists);
            default:
                return new() { Bits = argument.Bits, Tag = argument.Tag };
        }
    }

    private static NativeValue Advance(Tag tag, int length, int words, ref long* lists)
    {
        var value = new NativeValue { Bits = (long)lists, Tag = tag, Length = length };
        lists += words;
        return value;
    }

}
