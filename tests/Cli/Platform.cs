// The tests start shell scripts.
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
