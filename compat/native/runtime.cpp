// The process: errors, versions, threads, memory, devices and random generators.
#include "shim.h"

#include <cstdlib>
#include <mutex>

#include <dlfcn.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/cuda.h>

namespace {

thread_local std::string last_error;
thread_local std::string text_result;

// glibc maps every block above 128 KiB anew, and gives the top of a heap back whenever 128 KiB of it are free. A tensor
// of a few hundred KiB would so be page-faulted in again for every operator; large thresholds keep its memory for the
// next. Six additions and a tanh over [2000, 64] floats take 0.33 ms in place of 1.6 ms.
__attribute__((constructor)) void keep_freed_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc accepts
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  // Threads other than the first allocate from heaps of 64 MiB. An empty one goes back to the system as long as the one
  // before it has more room than this, and a tensor at the border of two heaps would bring it back at once.
  mallopt(M_TOP_PAD, 64 << 20);
  // One arena for all threads. Chunks of tasks are computed by whichever thread is free and freed by another, so that
  // with an arena a thread every one of them grows towards the size of all: 2 GB after 150 meta-iterations, where one
  // arena stays at 0.9 GB. Its lock is held for a microsecond in operators of tens.
  mallopt(M_ARENA_MAX, 1);
#endif
}

template <typename Function>
Function* find_symbol(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

}  // namespace

namespace shim {

void fail(const std::string& operation, const char* message) {
  std::string text(message);
  last_error = operation + ": " + text.substr(0, text.find('\n'));
}

void fail(const std::string& operation, const std::exception& error) {
  if (auto torch_error = dynamic_cast<const c10::Error*>(&error)) {
    fail(operation, torch_error->what_without_backtrace());
  } else {
    fail(operation, error.what());
  }
}

}  // namespace shim

SHIM_API const char* shim_error() { return last_error.c_str(); }

SHIM_API const char* shim_version() { return TORCH_VERSION; }

SHIM_API const char* shim_build_configuration() {
  text_result = at::show_config();
  return text_result.c_str();
}

// The file that libtorch's own code was loaded from.
SHIM_API const char* shim_library_path() {
  Dl_info found;
  auto address = reinterpret_cast<void*>(static_cast<std::string (*)()>(&at::show_config));
  text_result = dladdr(address, &found) != 0 && found.dli_fname != nullptr ? found.dli_fname : "";
  return text_result.c_str();
}

// Which library multiplies matrices, and with how many threads.
SHIM_API const char* shim_blas(int* threads) {
  *threads = at::get_num_threads();
  text_result = at::hasMKL() ? "MKL" : "reference BLAS";
  if (auto config = find_symbol<char*()>("openblas_get_config")) {
    text_result = config();
    text_result.erase(text_result.find_last_not_of(' ') + 1);
    if (auto count = find_symbol<int()>("openblas_get_num_threads")) *threads = count();
  }
  return text_result.c_str();
}

SHIM_API int shim_threads() { return at::get_num_threads(); }

// at::set_num_threads reaches OpenMP and MKL; OpenBLAS with its own pool of threads has to be told separately.
SHIM_API bool shim_set_threads(int count) {
  return shim::guarded("set_num_threads", false, [&] {
    at::set_num_threads(count);
    if (auto set_blas_threads = find_symbol<void(int)>("openblas_set_num_threads")) set_blas_threads(count);
    return true;
  });
}

SHIM_API bool shim_set_interop_threads(int count) {
  return shim::guarded("set_num_interop_threads", false, [&] {
    at::set_num_interop_threads(count);
    return true;
  });
}

SHIM_API int shim_default_dtype() { return static_cast<int>(c10::typeMetaToScalarType(c10::get_default_dtype())); }

SHIM_API bool shim_set_default_dtype(int dtype) {
  return shim::guarded("set_default_dtype", false, [&] {
    c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype)));
    return true;
  });
}

SHIM_API int shim_cuda_available() { return torch::cuda::is_available(); }
SHIM_API int shim_cudnn_available() { return torch::cuda::cudnn_is_available(); }
SHIM_API int shim_cuda_devices() { return static_cast<int>(torch::cuda::device_count()); }

SHIM_API bool shim_cuda_synchronize(int index) {
  return shim::guarded("cuda.synchronize", false, [&] {
    torch::cuda::synchronize(index);
    return true;
  });
}

// Random generators.

SHIM_API void* shim_generator_new(int64_t device, uint64_t seed) {
  return shim::guarded<void*>("Generator", nullptr, [&]() -> void* {
    auto place = shim::device_of(device);
    if (place.is_cpu()) return at::detail::createCPUGenerator(seed).unsafeReleaseGeneratorImpl();
    // Cloning the default generator reaches every device without its headers.
    auto generator = at::globalContext().defaultGenerator(place).clone();
    generator.set_current_seed(seed);
    return generator.unsafeReleaseGeneratorImpl();
  });
}

SHIM_API void* shim_generator_default(int64_t device) {
  return shim::guarded<void*>("Generator.Default", nullptr, [&]() -> void* {
    at::Generator generator = at::globalContext().defaultGenerator(shim::device_of(device));
    return generator.unsafeReleaseGeneratorImpl();
  });
}

SHIM_API void shim_generator_free(void* generator) {
  c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(generator));
}

SHIM_API bool shim_generator_set_seed(void* handle, uint64_t seed) {
  return shim::guarded("Generator.manual_seed", false, [&] {
    auto generator = shim::borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_current_seed(seed);
    return true;
  });
}

SHIM_API uint64_t shim_generator_initial_seed(void* handle) {
  return shim::borrow_generator(handle).current_seed();
}

// A seed from the system's entropy, which the generator takes on.
SHIM_API uint64_t shim_generator_reseed(void* handle) {
  auto generator = shim::borrow_generator(handle);
  std::lock_guard<std::mutex> lock(generator.mutex());
  return generator.seed();
}

SHIM_API int64_t shim_generator_device(void* handle) { return shim::code_of(shim::borrow_generator(handle).device()); }

SHIM_API void* shim_generator_state(void* handle) {
  return shim::guarded<void*>("Generator.get_state", nullptr, [&] {
    auto generator = shim::borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    return shim::release(generator.get_state());
  });
}

SHIM_API bool shim_generator_set_state(void* handle, void* state) {
  return shim::guarded("Generator.set_state", false, [&] {
    auto generator = shim::borrow_generator(handle);
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(shim::borrow(state));
    return true;
  });
}

// Seeds the default generators of all devices.
SHIM_API bool shim_manual_seed(uint64_t seed) {
  return shim::guarded("manual_seed", false, [&] {
    at::manual_seed(seed);
    return true;
  });
}

SHIM_API bool shim_cuda_manual_seed(uint64_t seed, int all) {
  return shim::guarded("cuda.manual_seed", false, [&] {
    if (all != 0) {
      torch::cuda::manual_seed_all(seed);
    } else {
      torch::cuda::manual_seed(seed);
    }
    return true;
  });
}
