namespace MetaRL.Viewer.Drawing;

/// <summary>The programs of the graphics processor, GLSL 3.30.</summary>
internal static class Shaders
{
    /// <summary>
    /// Spans a quad around a shape, a pixel larger than it. <c>p</c> is the place in the shape's own frame, x along its length.
    /// </summary>
    public const string ShapeVertex = """
        #version 330 core
        layout(location = 0) in vec2 centre;
        layout(location = 1) in vec2 axis;
        layout(location = 2) in vec4 size;     // half length, half start, half end, radius
        layout(location = 3) in float outline;
        layout(location = 4) in vec4 colorStart;
        layout(location = 5) in vec4 colorEnd;
        uniform vec2 viewport;
        out vec2 p;
        flat out vec4 box;
        flat out float edge;
        out vec4 color;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
            p = corner * (vec2(size.x, max(size.y, size.z)) + size.w + 1.0);
            box = size;
            edge = outline;
            color = corner.x < 0.0 ? colorStart : colorEnd;
            vec2 at = centre + axis * p.x + vec2(-axis.y, axis.x) * p.y;
            gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
        }
        """;

    /// <summary>
    /// Signed distance d from the edge: of a box with half sizes h and rounding r, ‖max(q, 0)‖ + min(max(q), 0) − r with
    /// q = |p| − h. A height that changes along the length leans the upper and lower edge, which shortens distances from them by the
    /// cosine of their slope. An outline of thickness w is |d + w/2| − w/2.
    /// </summary>
    public const string ShapeFragment = """
        #version 330 core
        in vec2 p;
        flat in vec4 box;
        flat in float edge;
        in vec4 color;
        out vec4 result;
        void main() {
            float slope = (box.z - box.y) / max(2.0 * box.x, 1e-6);
            float height = box.y + slope * (clamp(p.x, -box.x, box.x) + box.x);
            vec2 q = abs(p) - vec2(box.x, height);
            q.y *= inversesqrt(1.0 + slope * slope);
            float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - box.w;
            if (edge > 0.0) d = abs(d + edge * 0.5) - edge * 0.5;
            result = vec4(color.rgb, color.a * clamp(0.5 - d, 0.0, 1.0));
        }
        """;

    public const string GlyphVertex = """
        #version 330 core
        layout(location = 0) in vec4 place;    // left, top, right, bottom
        layout(location = 1) in vec4 source;
        layout(location = 2) in vec4 ink;
        uniform vec2 viewport;
        out vec2 uv;
        flat out vec4 color;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            uv = mix(source.xy, source.zw, corner);
            color = ink;
            vec2 at = mix(place.xy, place.zw, corner);
            gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
        }
        """;

    public const string GlyphFragment = """
        #version 330 core
        in vec2 uv;
        flat in vec4 color;
        uniform sampler2D atlas;
        out vec4 result;
        void main() { result = vec4(color.rgb, color.a * texture(atlas, uv).r); }
        """;
}
