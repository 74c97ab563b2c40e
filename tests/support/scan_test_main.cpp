#include "tests/support/reader_main.h"

int main(int argc, char** argv) { return tenzij::testing::run_tests(argc, argv, {}); }
