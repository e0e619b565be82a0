// CUDA streams, events and graphs. Streams and events go through the device's guard, which needs none of CUDA's headers;
// graphs need them, and are left out where they were not found.
#include "shim.h"

#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#ifdef SHIM_CUDA_GRAPHS
#include <ATen/cuda/CUDAGraph.h>
#endif

namespace {

struct SideStream {
  c10::impl::VirtualGuardImpl guard;
  c10::Stream outer, inner;

  explicit SideStream(c10::Device device)
      : guard(device.type()), outer(guard.getStream(device)), inner(guard.getStreamFromGlobalPool(device)) {}
};

// Work that `later` gets from now on waits for what `earlier` has got until now.
void wait(c10::Stream later, c10::Stream earlier) {
  c10::Event event(earlier.device_type());
  event.record(earlier);
  event.block(later);
}

// Milliseconds between two events; negative where this libtorch cannot tell, as those before 2.4.
template <typename Event>
double elapsed(const Event& from, const Event& to) {
  if constexpr (requires { from.elapsedTime(to); }) {
    return from.elapsedTime(to);
  } else {
    return -1.0;
  }
}

#ifdef SHIM_CUDA_GRAPHS
// Only this thread's kernels are captured, where this libtorch can tell threads apart, as those before 2.1 cannot.
template <typename Graph>
void begin(Graph& graph) {
  if constexpr (requires { graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal); }) {
    graph.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
  } else {
    graph.capture_begin();
  }
}
#endif

}  // namespace

// Work goes to a stream of its own from here on, after all that the device has been given.
SHIM_API void* shim_stream_enter(int64_t device) {
  return shim::guarded<void*>("SideStream", nullptr, [&]() -> void* {
    auto place = shim::device_of(device);
    if (!place.has_index()) place = c10::impl::VirtualGuardImpl(place.type()).getDevice();
    auto side = std::make_unique<SideStream>(place);
    wait(side->inner, side->outer);
    side->guard.exchangeStream(side->inner);
    return side.release();
  });
}

// Back to the stream before, which waits for the side stream's work.
SHIM_API bool shim_stream_leave(void* handle) {
  std::unique_ptr<SideStream> side(static_cast<SideStream*>(handle));
  return shim::guarded("SideStream", false, [&] {
    side->guard.exchangeStream(side->outer);
    wait(side->outer, side->inner);
    return true;
  });
}

// A point in the work of a device's current stream, whose time is taken.
SHIM_API void* shim_event_record(int64_t device) {
  return shim::guarded<void*>("event", nullptr, [&]() -> void* {
    auto place = shim::device_of(device);
    c10::impl::VirtualGuardImpl guard(place.type());
    auto event = std::make_unique<c10::Event>(place.type(), c10::EventFlag::BACKEND_DEFAULT);
    event->record(guard.getStream(place.has_index() ? place : guard.getDevice()));
    return event.release();
  });
}

SHIM_API void shim_event_free(void* event) { delete static_cast<c10::Event*>(event); }

// Milliseconds from one event to another, both of which have happened; negative where libtorch cannot tell.
SHIM_API double shim_event_elapsed(void* from, void* to) {
  return shim::guarded("event", -1.0, [&] { return elapsed(*static_cast<c10::Event*>(from), *static_cast<c10::Event*>(to)); });
}

SHIM_API int shim_graphs_available() {
#ifdef SHIM_CUDA_GRAPHS
  return 1;
#else
  return 0;
#endif
}

// Kernels launched on the current stream are recorded and not run, until shim_graph_end.
SHIM_API void* shim_graph_begin() {
  return shim::guarded<void*>("CUDAGraph", nullptr, [&]() -> void* {
#ifdef SHIM_CUDA_GRAPHS
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    begin(*graph);
    return graph.release();
#else
    throw std::runtime_error("the shim was built without CUDA's headers");
#endif
  });
}

SHIM_API bool shim_graph_end(void* graph) {
  return shim::guarded("CUDAGraph", false, [&] {
#ifdef SHIM_CUDA_GRAPHS
    static_cast<at::cuda::CUDAGraph*>(graph)->capture_end();
#endif
    return graph != nullptr;
  });
}

SHIM_API bool shim_graph_replay(void* graph) {
  return shim::guarded("CUDAGraph", false, [&] {
#ifdef SHIM_CUDA_GRAPHS
    static_cast<at::cuda::CUDAGraph*>(graph)->replay();
#endif
    return graph != nullptr;
  });
}

SHIM_API void shim_graph_free(void* graph) {
#ifdef SHIM_CUDA_GRAPHS
  delete static_cast<at::cuda::CUDAGraph*>(graph);
#else
  (void)graph;
#endif
}
