#include "platform/documents/foreign.h"
#include "platform/reader/test/hostile.h"
#include "tests/support/reader_main.h"

int main(int argc, char** argv) {
  tenzij::reader::Kinds kinds;
  tenzij::documents::add_kinds(kinds);
  tenzij::testing::add_hostile_kinds(kinds);
  return tenzij::testing::run_tests(argc, argv, kinds);
}
