#include <stdlib.h>

#include "app/kinds.h"
#include "platform/base/error.h"
#include "tests/support/reader_main.h"

// The reader of the program, with a fault planted in it: a notice that begins so crashes whoever parses it.
int main(int argc, char** argv) {
  auto kinds = tenzij::app::kinds();
  const auto real = kinds.at("notices");
  kinds["notices"] = [real](const tenzij::reader::Given& file, tenzij::reader::Answers& answers) {
    if (file.content.starts_with("<?crash here?>")) abort();
    real(file, answers);
  };
  return tenzij::testing::run_tests(argc, argv, kinds);
}
