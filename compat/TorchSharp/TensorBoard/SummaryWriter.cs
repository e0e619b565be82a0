using System.Globalization;
using TorchSharp.TensorBoard;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class utils
        {
            public static partial class tensorboard
            {
                /// <param name="log_dir">The event file's directory; without one, a new one under <c>runs</c>.</param>
                /// <param name="filename_suffix">The end of the file's name.</param>
                /// <param name="createRunName">Whether this run gets a directory of its own in <c>log_dir</c>.</param>
                public static Modules.SummaryWriter SummaryWriter(
                    string? log_dir = null, string? filename_suffix = null, bool createRunName = false)
                {
                    if (string.IsNullOrEmpty(log_dir)) log_dir = RunName("runs");
                    else if (createRunName) log_dir = RunName(log_dir);
                    return new Modules.SummaryWriter(log_dir, filename_suffix);
                }

                private static string RunName(string directory)
                {
                    string now = DateTime.Now.ToString("MMMd_H-m-s", CultureInfo.InvariantCulture);
                    return Path.Combine(directory, $"{now}_{Environment.MachineName}");
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Writes what TensorBoard shows. Every call ends with its record in the file.</summary>
    public class SummaryWriter
    {
        private readonly EventFile file;
        private readonly Dictionary<string, EventFile> filesByTag = [];

        internal SummaryWriter(string directory, string? suffix)
        {
            LogDir = directory;
            file = new EventFile(directory, suffix);
        }

        /// <summary>The directory of the event file.</summary>
        public string LogDir { get; }

        /// <summary>
        /// One point of a curve; <paramref name="walltime"/> is in seconds since 1970, or null for now.
        /// </summary>
        public void add_scalar(string tag, float scalar_value, int global_step, long? walltime = null) =>
            file.Write(EventFile.Scalar(tag, scalar_value), global_step, walltime);

        /// <summary>Several curves of one chart, each in a directory of its own as TensorBoard wants it.</summary>
        public void add_scalars(
            string main_tag, IDictionary<string, float> tag_scalar_dict, int global_step, long? walltime = null) =>
            add_scalars(main_tag, [.. tag_scalar_dict.Select(pair => (pair.Key, pair.Value))], global_step, walltime);

        public void add_scalars(
            string main_tag, IList<(string, float)> tag_scalar_dict, int global_step, long? walltime = null)
        {
            foreach ((string tag, float scalar) in tag_scalar_dict)
            {
                if (!filesByTag.TryGetValue(tag, out EventFile? own))
                {
                    own = filesByTag[tag] = new EventFile(Path.Combine(LogDir, $"{main_tag}_{tag}"), null);
                }

                own.Write(EventFile.Scalar(main_tag, scalar), global_step, walltime);
            }
        }

        /// <summary>Text in Markdown.</summary>
        public void add_text(string tag, string text_string, int global_step, long? walltime = null) =>
            file.Write(EventFile.Text(tag, text_string), global_step, walltime);
    }
}
