// OCDS 1.1: release packages, record packages, single releases and JSON Lines of them.
#pragma once

#include "notices/notice.h"

namespace tenzij::notices::ocds {

void read(std::string_view content, const OnNotice& on_notice);

}  // namespace tenzij::notices::ocds
