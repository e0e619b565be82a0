// Which operators libtorch dispatches, for tests: those within other operators and within backward passes too.
#include "shim.h"

#include <map>
#include <mutex>

#include <ATen/record_function.h>

namespace {

std::mutex recorded_lock;
std::map<std::string, int64_t> recorded;
thread_local std::string recorded_text;

std::unique_ptr<at::ObserverContext> count(const at::RecordFunction& operation) {
  std::lock_guard<std::mutex> lock(recorded_lock);
  recorded[operation.name()]++;
  return nullptr;
}

}  // namespace

// Records on all threads until shim_record_end of the same handle; 0 on failure.
SHIM_API uint64_t shim_record_begin() {
  return shim::guarded<uint64_t>("record", 0, [] {
    {
      std::lock_guard<std::mutex> lock(recorded_lock);
      recorded.clear();
    }
    return at::addGlobalCallback(at::RecordFunctionCallback(&count).scopes({at::RecordScope::FUNCTION}));
  });
}

SHIM_API void shim_record_end(uint64_t handle) { at::removeCallback(handle); }

// "aten::add 3\n" for every operator that was dispatched since the latest beginning.
SHIM_API const char* shim_recorded() {
  std::lock_guard<std::mutex> lock(recorded_lock);
  recorded_text.clear();
  for (const auto& entry : recorded) recorded_text += entry.first + ' ' + std::to_string(entry.second) + '\n';
  return recorded_text.c_str();
}
