using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MetaRL.Files;

namespace MetaRL.Cluster.Addresses;

/// <summary>
/// The key file of a cluster: a certificate with its private key. Whoever has the file is a member, and nobody else is.
/// </summary>
public static class ClusterKey
{
    private const int Years = 20;
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = (UnixFileMode)0b000_111_111; // of the group and of everybody

    /// <summary>Makes a new key.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <exception cref="OutputException">It cannot be written, or is there.</exception>
    public static void Create(string path)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=metarl", pair, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false)); // server, client
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnersOnly;
            }

            using var file = new FileStream(path, options);
            file.Write(System.Text.Encoding.ASCII.GetBytes(
                $"{certificate.ExportCertificatePem()}\n{pair.ExportPkcs8PrivateKeyPem()}\n"));
        }
        catch (IOException wrong) when (File.Exists(path))
        {
            throw new OutputException($"{path}: The file is there already; name another, or delete it.", wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(
                $"{path}: The key cannot be written: {wrong.Message.ReplaceLineEndings(" ").TrimEnd('.')}; name another"
                + " file.", wrong);
        }
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="ClusterException">There is none in the file, or others can read it.</exception>
    public static X509Certificate2 Load(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            {
                throw new ClusterException(
                    $"{path}: Others than you can read this key; type: chmod 600 {path}");
            }

            var text = File.ReadAllText(path);
            return X509Certificate2.CreateFromPem(text, text);
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ClusterException(
                $"{path}: There is no such key file; make one with `metarl cluster key {path}` and copy it to every"
                + " machine.", wrong);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            throw new ClusterException(
                $"{path}: This is no key file; `metarl cluster key` makes one, which every machine needs a copy of.",
                wrong);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(
                $"{path}: The key file cannot be read: {wrong.Message.ReplaceLineEndings(" ")}", wrong);
        }
    }
}
