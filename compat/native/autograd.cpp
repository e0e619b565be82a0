// Derivatives and the modes that govern their recording.
#include "shim.h"

#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>

namespace {

torch::autograd::variable_list borrow_all(void** handles, int count) {
  torch::autograd::variable_list tensors;
  tensors.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; i++) tensors.push_back(shim::borrow(handles[i]));
  return tensors;
}

auto optional_bool(int value) {
  using Optional = decltype(std::declval<c10::IValue>().toOptional<bool>());
  return value < 0 ? Optional() : Optional(value != 0);
}

}  // namespace

// Gradients of the outputs with respect to the inputs; an unused input's is null where that is allowed.
// retain_graph: -1 leaves it to libtorch (the value of create_graph).
SHIM_API bool shim_grad(void** outputs, int output_count, void** inputs, int input_count, void** grad_outputs,
                        int grad_output_count, int retain_graph, int create_graph, int allow_unused, void** results) {
  return shim::guarded("autograd.grad", false, [&] {
    auto gradients = torch::autograd::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count),
                                           borrow_all(grad_outputs, grad_output_count), optional_bool(retain_graph),
                                           create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < gradients.size(); i++) results[i] = shim::release(std::move(gradients[i]));
    return true;
  });
}

SHIM_API bool shim_backward(void** tensors, int count, void** grad_tensors, int grad_count, int retain_graph,
                            int create_graph, void** inputs, int input_count) {
  return shim::guarded("autograd.backward", false, [&] {
    torch::autograd::backward(borrow_all(tensors, count), borrow_all(grad_tensors, grad_count),
                              optional_bool(retain_graph), create_graph != 0, borrow_all(inputs, input_count));
    return true;
  });
}

SHIM_API int shim_grad_mode() { return c10::GradMode::is_enabled(); }
SHIM_API void shim_set_grad_mode(int enabled) { c10::GradMode::set_enabled(enabled != 0); }

// Guards nest: they are ended in the reverse order of their making, on the thread that made them.
SHIM_API void* shim_inference_begin(int enabled) { return new c10::InferenceMode(enabled != 0); }
SHIM_API void shim_inference_end(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

SHIM_API int shim_anomaly_mode() { return torch::autograd::AnomalyMode::is_enabled(); }
SHIM_API int shim_anomaly_check_nan() { return torch::autograd::AnomalyMode::should_check_nan(); }
SHIM_API void shim_set_anomaly_mode(int enabled, int check_nan) {
  torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}
