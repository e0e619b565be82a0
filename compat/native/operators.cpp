// ATen operators, found by name in the dispatcher and called boxed.
#include "shim.h"

#include <memory>
#include <vector>

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <c10/core/InferenceMode.h>

namespace {

using shim::Value;

struct Operator {
  c10::OperatorHandle handle;
  std::vector<c10::IValue> defaults;  // by position; an argument without a default holds None
  std::vector<bool> has_default;
};

thread_local std::vector<void*> list_result;

// Taken from the thread for the length of one call, so that a nested call finds an empty stack instead of ours.
thread_local torch::jit::Stack spare_stack;

double as_double(int64_t bits) {
  double number;
  std::memcpy(&number, &bits, sizeof number);
  return number;
}

// "x * 2.0" through mul.Scalar makes a tensor of the number for every call, which doubles the cost of the operator. The
// numbers of a program are few, so that each thread keeps the tensors of the latest ones. Nothing writes to them.
// A number next to floating-point elements is of their type, into which libtorch would convert it at every use.
at::Tensor wrapped_number(const Value& value, c10::ScalarType other) {
  struct Entry {
    int64_t bits = 0;
    int32_t tag = shim::kNone;
    c10::ScalarType dtype = c10::ScalarType::Undefined;
    at::Tensor tensor;
  };
  thread_local Entry cache[32];
  auto dtype = value.tag == shim::kWrappedDouble ? c10::ScalarType::Double
               : value.tag == shim::kWrappedBool ? c10::ScalarType::Bool
                                                 : c10::ScalarType::Long;
  if (other == c10::ScalarType::Float || other == c10::ScalarType::Double) dtype = other;
  auto key = static_cast<uint64_t>(value.bits ^ (value.tag << 8) ^ static_cast<int>(dtype));
  Entry& entry = cache[(key * 0x9E3779B97F4A7C15u) >> 59];
  if (entry.tag == value.tag && entry.bits == value.bits && entry.dtype == dtype) return entry.tensor;

  // Made in inference mode, it could not be saved for a later backward pass.
  c10::InferenceMode recordable(false);
  c10::Scalar scalar = value.tag == shim::kWrappedDouble ? c10::Scalar(as_double(value.bits))
                       : value.tag == shim::kWrappedBool ? c10::Scalar(value.bits != 0)
                                                         : c10::Scalar(value.bits);
  // Converting a tensor rounds or overflows to infinity as the operator would; filling one would throw.
  at::Tensor tensor = at::scalar_tensor(scalar, at::TensorOptions().dtype(scalar.type())).to(dtype);
  tensor.unsafeGetTensorImpl()->set_wrapped_number(true);
  entry = {value.bits, value.tag, dtype, tensor};
  return tensor;
}

c10::IValue to_ivalue(const Value& value) {
  void* pointer = reinterpret_cast<void*>(value.bits);
  switch (value.tag) {
    case shim::kTensor:
      return shim::borrow(pointer);
    case shim::kInt:
      return value.bits;
    case shim::kDouble:
      return as_double(value.bits);
    case shim::kBool:
      return value.bits != 0;
    case shim::kIntList:
      return c10::IntArrayRef(static_cast<int64_t*>(pointer), static_cast<size_t>(value.length));
    case shim::kTensorList: {
      c10::List<at::Tensor> list;
      list.reserve(static_cast<size_t>(value.length));
      for (int32_t i = 0; i < value.length; i++) list.push_back(shim::borrow(static_cast<void**>(pointer)[i]));
      return list;
    }
    case shim::kOptionalTensorList: {
      using OptionalTensor = decltype(std::declval<c10::IValue>().toOptional<at::Tensor>());
      c10::List<OptionalTensor> list;
      list.reserve(static_cast<size_t>(value.length));
      for (int32_t i = 0; i < value.length; i++) {
        void* item = static_cast<void**>(pointer)[i];
        list.push_back(item == nullptr ? OptionalTensor() : OptionalTensor(shim::borrow(item)));
      }
      return list;
    }
    case shim::kString:
      return std::string(static_cast<const char*>(pointer), static_cast<size_t>(value.length));
    case shim::kDevice:
      return shim::device_of(value.bits);
    case shim::kGenerator:
      return shim::borrow_generator(pointer);
    default:
      return c10::IValue();
  }
}

Value from_ivalue(c10::IValue&& value) {
  if (value.isTensor()) {
    return {reinterpret_cast<int64_t>(shim::release(std::move(value).toTensor())), shim::kTensor, 0};
  }
  if (value.isTensorList()) {
    list_result.clear();
    for (at::Tensor tensor : std::move(value).toTensorVector()) list_result.push_back(shim::release(std::move(tensor)));
    return {reinterpret_cast<int64_t>(list_result.data()), shim::kTensorList, static_cast<int32_t>(list_result.size())};
  }
  if (value.isBool()) return {value.toBool(), shim::kBool, 0};
  if (value.isInt()) return {value.toInt(), shim::kInt, 0};
  if (value.isDouble()) {
    double number = value.toDouble();
    Value result{0, shim::kDouble, 0};
    std::memcpy(&result.bits, &number, sizeof number);
    return result;
  }
  return {0, shim::kNone, 0};
}

void append_shape(std::string& text, void* handle) {
  if (handle == nullptr) {
    text += "undefined";
    return;
  }
  text += '[';
  bool first = true;
  for (auto size : shim::impl(handle)->sizes()) {
    if (!first) text += ", ";
    text += std::to_string(size);
    first = false;
  }
  text += ']';
}

// "aten::bmm([2, 3, 4], [2, 5, 6])": enough to find the line that went wrong.
std::string describe(const Operator& op, const Value* arguments, int count) {
  std::string text = op.handle.schema().operator_name().name + "(";
  for (int i = 0; i < count; i++) {
    if (i > 0) text += ", ";
    const Value& value = arguments[i];
    switch (value.tag) {
      case shim::kTensor:
        append_shape(text, reinterpret_cast<void*>(value.bits));
        break;
      case shim::kTensorList:
      case shim::kOptionalTensorList:
        text += '{';
        for (int32_t k = 0; k < value.length; k++) {
          if (k > 0) text += ", ";
          append_shape(text, reinterpret_cast<void**>(value.bits)[k]);
        }
        text += '}';
        break;
      case shim::kIntList:
        text += '{';
        for (int32_t k = 0; k < value.length; k++) {
          if (k > 0) text += ", ";
          text += std::to_string(reinterpret_cast<int64_t*>(value.bits)[k]);
        }
        text += '}';
        break;
      case shim::kInt:
      case shim::kWrappedInt:
        text += std::to_string(value.bits);
        break;
      case shim::kBool:
      case shim::kWrappedBool:
        text += value.bits ? "true" : "false";
        break;
      case shim::kDouble:
      case shim::kWrappedDouble: {
        double number = as_double(value.bits);
        char digits[32];
        std::snprintf(digits, sizeof digits, "%g", number);
        text += digits;
        break;
      }
      case shim::kString:
        text += "'" + std::string(reinterpret_cast<const char*>(value.bits), static_cast<size_t>(value.length)) + "'";
        break;
      default:
        text += value.tag == shim::kNone ? "none" : "...";
    }
  }
  return text + ")";
}

void fill(torch::jit::Stack& stack, const Operator& op, const Value* arguments, int count) {
  size_t expected = op.defaults.size();
  stack.reserve(expected);
  for (int i = 0; i < count; i++) {
    // An argument that this libtorch does not know is no loss as long as nothing was asked through it.
    if (static_cast<size_t>(i) >= expected) {
      TORCH_CHECK(arguments[i].tag == shim::kNone, "this libtorch takes ", expected, " arguments, not ", count);
      continue;
    }
    if (arguments[i].tag >= shim::kWrappedInt) {
      auto* first = shim::impl(reinterpret_cast<void*>(arguments[0].bits));
      stack.push_back(wrapped_number(arguments[i], c10::typeMetaToScalarType(first->dtype())));
    } else {
      stack.push_back(to_ivalue(arguments[i]));
    }
  }
  for (size_t i = stack.size(); i < expected; i++) {
    TORCH_CHECK(op.has_default[i], "argument '", op.handle.schema().arguments()[i].name(), "' is missing");
    stack.push_back(op.defaults[i]);
  }
}

}  // namespace

// The operator "aten::name" with the given overload ("" for none); null where this libtorch has none. Never freed.
SHIM_API void* shim_operator(const char* name, const char* overload) {
  return shim::guarded<void*>(name, nullptr, [&]() -> void* {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle.has_value(), "libtorch ", TORCH_VERSION, " has no operator ", name, ".", overload);
    auto op = std::make_unique<Operator>(Operator{*handle, {}, {}});
    for (const auto& argument : handle->schema().arguments()) {
      op->has_default.push_back(argument.default_value().has_value());
      op->defaults.push_back(argument.default_value() ? *argument.default_value() : c10::IValue());
    }
    return op.release();
  });
}

// Calls an operator and writes at most `capacity` of its results; returns how many it wrote, or -1.
SHIM_API int shim_call(void* handle, const Value* arguments, int count, Value* results, int capacity) {
  auto& op = *static_cast<Operator*>(handle);
  torch::jit::Stack stack = std::move(spare_stack);
  int written = -1;
  try {
    fill(stack, op, arguments, count);
    op.handle.callBoxed(&stack);
    written = static_cast<int>(std::min<size_t>(static_cast<size_t>(capacity), stack.size()));
    for (int i = 0; i < written; i++) results[i] = from_ivalue(std::move(stack[static_cast<size_t>(i)]));
  } catch (const std::exception& error) {
    written = -1;
    shim::fail(describe(op, arguments, count), error);
  } catch (...) {
    written = -1;
    shim::fail(describe(op, arguments, count), "unknown C++ exception");
  }
  stack.clear();
  spare_stack = std::move(stack);
  return written;
}
