// Kinds of a reader that do what a hostile file could make a parser do; the first line of the file says what.
#pragma once

#include "platform/reader/kinds.h"

namespace tenzij::testing {

void add_hostile_kinds(reader::Kinds& kinds);

}  // namespace tenzij::testing
