// Reading and making tensors without the dispatcher.
#include "shim.h"

#include <cstring>

#include <torch/csrc/autograd/autograd.h>

using shim::borrow;
using shim::guarded;
using shim::impl;

SHIM_API void shim_tensor_free(void* tensor) {
  if (tensor == nullptr) return;
  c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim(impl(tensor));
}

SHIM_API int64_t shim_tensor_numel(void* tensor) { return impl(tensor)->numel(); }
SHIM_API int64_t shim_tensor_dim(void* tensor) { return impl(tensor)->dim(); }
SHIM_API const int64_t* shim_tensor_sizes(void* tensor) { return impl(tensor)->sizes().data(); }
SHIM_API const int64_t* shim_tensor_strides(void* tensor) { return impl(tensor)->strides().data(); }
SHIM_API int shim_tensor_dtype(void* tensor) {
  return static_cast<int>(c10::typeMetaToScalarType(impl(tensor)->dtype()));
}
SHIM_API int64_t shim_tensor_element_size(void* tensor) {
  return static_cast<int64_t>(impl(tensor)->dtype().itemsize());
}
SHIM_API int64_t shim_tensor_device(void* tensor) { return shim::code_of(impl(tensor)->device()); }
SHIM_API int shim_tensor_is_contiguous(void* tensor) { return impl(tensor)->is_contiguous(); }
SHIM_API int shim_tensor_requires_grad(void* tensor) { return borrow(tensor).requires_grad(); }
SHIM_API int shim_tensor_is_leaf(void* tensor) { return borrow(tensor).is_leaf(); }

// The first element's address; null for a tensor without elements as well as on failure.
SHIM_API void* shim_tensor_data(void* tensor) {
  return guarded<void*>("data_ptr", nullptr, [&] { return borrow(tensor).data_ptr(); });
}

SHIM_API bool shim_tensor_set_requires_grad(void* tensor, int value) {
  return guarded("requires_grad_", false, [&] {
    borrow(tensor).set_requires_grad(value != 0);
    return true;
  });
}

SHIM_API bool shim_tensor_retain_grad(void* tensor) {
  return guarded("retain_grad", false, [&] {
    borrow(tensor).retain_grad();
    return true;
  });
}

// The accumulated gradient, or null where there is none.
SHIM_API void* shim_tensor_grad(void* tensor) {
  return guarded<void*>("grad", nullptr, [&] { return shim::release(at::Tensor(borrow(tensor).mutable_grad())); });
}

SHIM_API bool shim_tensor_set_grad(void* tensor, void* gradient) {
  return guarded("set_grad", false, [&] {
    borrow(tensor).mutable_grad() = borrow(gradient);
    return true;
  });
}

// A new contiguous tensor on `device` with the bytes at `data`, which are copied.
SHIM_API void* shim_tensor_from_host(const void* data, const int64_t* sizes, int dims, int dtype, int64_t device) {
  return guarded<void*>("tensor", nullptr, [&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    auto host = at::empty(c10::IntArrayRef(sizes, static_cast<size_t>(dims)), options);
    if (host.numel() > 0) std::memcpy(host.data_ptr(), data, host.nbytes());
    if (device < 0 || shim::device_of(device).is_cpu()) return shim::release(std::move(host));
    return shim::release(host.to(shim::device_of(device)));
  });
}

// The single element: its bits (a double's for floating types), and a tag saying which.
SHIM_API bool shim_tensor_item(void* tensor, shim::Value* result) {
  return guarded("item", false, [&] {
    c10::Scalar scalar = borrow(tensor).item();
    if (scalar.isFloatingPoint()) {
      double number = scalar.toDouble();
      std::memcpy(&result->bits, &number, sizeof number);
      result->tag = shim::kDouble;
    } else {
      result->bits = scalar.toLong();
      result->tag = scalar.isBoolean() ? shim::kBool : shim::kInt;
    }
    return true;
  });
}
