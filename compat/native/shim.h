// A C interface to libtorch: the dispatcher, autograd, generators and devices.
//
// Conventions:
//   Tensor      TensorImpl* owning one reference (null: an undefined tensor); a handle is no further heap object.
//   Generator   GeneratorImpl* owning one reference.
//   Device      (type << 8) | (index & 0xff), index 0xff meaning "current"; -1 where a device is optional.
//   Failure     a negative count, a null handle or a false status; shim_error() has the message of the thread's latest.
#pragma once

#include <cstdint>
#include <string>

#include <ATen/ATen.h>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR < 1 || (TORCH_VERSION_MAJOR == 1 && TORCH_VERSION_MINOR < 13)
#error "The shim needs libtorch 1.13 or newer."
#endif

#define SHIM_API extern "C" __attribute__((visibility("default")))

namespace shim {

enum Tag : int32_t {
  kNone = 0,
  kTensor = 1,
  kInt = 2,
  kDouble = 3,
  kBool = 4,
  kIntList = 5,
  kTensorList = 6,
  kOptionalTensorList = 7,
  kString = 8,
  kDevice = 9,
  kGenerator = 10,
  // Numbers that an operator takes as tensors, after a tensor whose type they leave as it is.
  kWrappedInt = 11,
  kWrappedDouble = 12,
  kWrappedBool = 13,
};

// One argument or result. Lists and strings point at memory that the caller keeps for the duration of the call;
// lists among the results stay valid until the thread's next call.
struct Value {
  int64_t bits;
  int32_t tag;
  int32_t length;
};

// Stores "operation: first line of libtorch's message" for shim_error().
void fail(const std::string& operation, const char* message);
void fail(const std::string& operation, const std::exception& error);

// A counted reference to a borrowed handle.
inline at::Tensor borrow(void* handle) {
  if (handle == nullptr) return at::Tensor();
  return at::Tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(
      static_cast<c10::TensorImpl*>(handle)));
}

// Hands one reference over to the caller.
inline void* release(at::Tensor&& tensor) {
  return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline c10::TensorImpl* impl(void* handle) { return static_cast<c10::TensorImpl*>(handle); }

inline c10::Device device_of(int64_t code) {
  auto index = static_cast<c10::DeviceIndex>(static_cast<int8_t>(code & 0xff));
  return c10::Device(static_cast<c10::DeviceType>(code >> 8), index);
}

inline int64_t code_of(c10::Device device) {
  return (static_cast<int64_t>(device.type()) << 8) | (static_cast<int64_t>(device.index()) & 0xff);
}

inline at::Generator borrow_generator(void* handle) {
  return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

// Runs `body`; on an exception stores the message and returns `failed`.
template <typename Result, typename Body>
Result guarded(const char* operation, Result failed, Body body) {
  try {
    return body();
  } catch (const std::exception& error) {
    fail(operation, error);
  } catch (...) {
    fail(operation, "unknown C++ exception");
  }
  return failed;
}

}  // namespace shim
