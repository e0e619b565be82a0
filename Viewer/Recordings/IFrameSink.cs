using MetaRL.Viewer.Offscreen;

namespace MetaRL.Viewer.Recordings;

/// <summary>Takes the frames of a film in their order.</summary>
public interface IFrameSink : IDisposable
{
    void Add(Picture frame);

    /// <summary>To be called after the last frame; without it the film is deleted.</summary>
    void Complete();
}
