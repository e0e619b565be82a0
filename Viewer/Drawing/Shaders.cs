namespace MetaRL.Viewer.Drawing;

/// <summary>
/// The programs of the graphics processor, GLSL 3.30; colours leave them multiplied by their opacity.
/// </summary>
internal static class Shaders
{
    /// <summary>
    /// Spans a quad around a shape, large enough for its soft edge. <c>p</c> is the place in the shape's own frame, x
    /// along its length; <c>lean</c> is how much its height changes along it, and the cosine of that slope.
    /// </summary>
    public const string ShapeVertex = """
        #version 330 core
        layout(location = 0) in vec2 centre;
        layout(location = 1) in vec2 axis;
        layout(location = 2) in vec4 size;     // half length, half start, half end, radius
        layout(location = 3) in float outline;
        layout(location = 4) in vec4 ink;
        uniform vec2 viewport;
        noperspective out vec2 p;
        flat out vec4 box;
        flat out vec2 lean;
        flat out vec4 color;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0;
            p = corner * (vec2(size.x, max(size.y, size.z)) + size.w + 0.55);
            float slope = (size.z - size.y) / max(2.0 * size.x, 1e-6);
            box = vec4(size.x, (size.y + size.z) * 0.5, size.w, outline * 0.5);
            lean = vec2(slope, inversesqrt(1.0 + slope * slope));
            color = vec4(ink.rgb * ink.a, ink.a);
            vec2 at = centre + axis * p.x + vec2(-axis.y, axis.x) * p.y;
            gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
        }
        """;

    /// <summary>
    /// Signed distance d from the edge: of a box with half sizes h and rounding r, ‖max(q, 0)‖ + min(max(q), 0) − r
    /// with q = |p| − h. A height that changes along the length leans the upper and lower edge, which shortens
    /// distances from them by the cosine of their slope. An outline of thickness w is |d + w/2| − w/2.
    /// </summary>
    public const string ShapeFragment = """
        #version 330 core
        noperspective in vec2 p;
        flat in vec4 box;                      // half length, half height in the middle, radius, half of the outline
        flat in vec2 lean;
        flat in vec4 color;
        out vec4 result;
        void main() {
            vec2 q = abs(p) - box.xy;
            q.y = (q.y - lean.x * clamp(p.x, -box.x, box.x)) * lean.y;
            vec2 beyond = max(q, 0.0);
            float d = sqrt(dot(beyond, beyond)) + min(max(q.x, q.y), 0.0) - box.z;
            d = box.w > 0.0 ? abs(d + box.w) - box.w : d;
            result = color * clamp(0.5 - d, 0.0, 1.0);
        }
        """;

    public const string GlyphVertex = """
        #version 330 core
        layout(location = 0) in vec4 place;    // left, top, right, bottom
        layout(location = 1) in vec4 source;
        layout(location = 2) in vec4 ink;
        uniform vec2 viewport;
        noperspective out vec2 uv;
        flat out vec4 color;
        void main() {
            vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
            uv = mix(source.xy, source.zw, corner);
            color = vec4(ink.rgb * ink.a, ink.a);
            vec2 at = mix(place.xy, place.zw, corner);
            gl_Position = vec4(at.x / viewport.x * 2.0 - 1.0, 1.0 - at.y / viewport.y * 2.0, 0.0, 1.0);
        }
        """;

    public const string GlyphFragment = """
        #version 330 core
        noperspective in vec2 uv;
        flat in vec4 color;
        uniform sampler2D atlas;
        out vec4 result;
        void main() { result = color * texture(atlas, uv).r; }
        """;
}
