// OCDS 1.1: release packages, record packages, single releases, lists and JSON Lines of them, versioned releases.
#pragma once

#include "notices/notice.h"

namespace tenzij::notices::ocds {

void read(std::string_view content, const OnNotice& on_notice);

// Only for the two halves of this reader: one release, and what a member is when it is of the kind asked for.
void read_release(const json::value& v, const OnNotice& on_notice);
const json::object& object_at(const json::object& from, std::string_view name);
const json::array& array_at(const json::object& from, std::string_view name);
std::string string_at(const json::object& from, std::string_view name);

}  // namespace tenzij::notices::ocds
