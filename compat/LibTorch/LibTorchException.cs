namespace MetaRL.Compat;

/// <summary>libtorch or TorchSharp cannot be loaded; the message says what to do about it.</summary>
public sealed class LibTorchException(string message, Exception? inner = null) : Exception(message, inner);
