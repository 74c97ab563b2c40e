// Every kept input of every fuzzed reader, on the ordinary build: what once crashed does so no more.
#include <gtest/gtest.h>

#include <filesystem>

#include "platform/base/files.h"
#include "tests/fuzz/targets.h"

namespace tenzij::fuzz {
namespace {

TEST(Fuzz, kept_inputs_are_read_or_refused) {
  for (const Target& target : targets()) {
    const auto folder = std::filesystem::path(TENZIJ_HOME) / "tests" / "fuzz" / "corpus" / target.name;
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      EXPECT_NO_THROW(target.run(read_file(entry.path()))) << entry.path();
      ++count;
    }
    EXPECT_GE(count, 3U) << target.name << " has no seeds";
  }
}

}  // namespace
}  // namespace tenzij::fuzz
