// libFuzzer's entry: TENZIJ_FUZZ_TARGET names what is fuzzed.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

namespace {
const tenzij::fuzz::Target* chosen = nullptr;
}

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  const char* name = std::getenv("TENZIJ_FUZZ_TARGET");
  chosen = name == nullptr ? nullptr : tenzij::fuzz::find(name);
  if (chosen != nullptr) return 0;
  std::fprintf(stderr, "TENZIJ_FUZZ_TARGET names one of:");
  for (const auto& each : tenzij::fuzz::targets()) std::fprintf(stderr, " %s", std::string(each.name).c_str());
  std::fprintf(stderr, "\n");
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
