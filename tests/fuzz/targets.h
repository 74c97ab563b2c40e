// What is fuzzed: every function that reads bytes from outside, by name. The same table is run by libFuzzer
// (scripts/fuzz) and, over the kept inputs, by an ordinary test, so that a crash that was found stays mended.
#pragma once

#include <string_view>
#include <vector>

namespace tenzij::fuzz {

struct Target {
  std::string_view name;    // also the folder of its inputs: tests/fuzz/corpus/NAME
  std::string_view source;  // the file whose coverage says how far it reaches
  // Reads the input; refusing it is fine, crashing, hanging or throwing anything else than a refusal is not.
  void (*run)(std::string_view input);
};

const std::vector<Target>& targets();
const Target* find(std::string_view name);

}  // namespace tenzij::fuzz
