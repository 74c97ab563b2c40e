// The main of a test program: with `read` it is the reader that its own tests start.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "platform/reader/kinds.h"

namespace tenzij::testing {

inline int run_tests(int argc, char** argv, const reader::Kinds& kinds) {
  if (argc == 2 && std::string_view(argv[1]) == "read") return reader::read_files(kinds);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

}  // namespace tenzij::testing
