namespace MetaRL.Environments.Locomotion.Engine;

/// <summary>MuJoCo is missing, is another version, or refused something; one line that says what to do.</summary>
public class MujocoException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>MuJoCo is not installed.</summary>
public sealed class MujocoMissingException(string message) : MujocoException(message);
