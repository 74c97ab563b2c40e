#include "platform/db/statement.h"

#include <algorithm>

namespace tenzij::db {

namespace {

// Set before any statement is made, whatever file comes first; changed only while the program starts, by one thread.
constinit const Statement* first = nullptr;

std::string join(std::initializer_list<Sql> parts) {
  std::string out;
  for (const Sql& part : parts) out += part.text;
  return out;
}

}  // namespace

Statement::Statement(Sql name, Sql sql, std::source_location place) noexcept
    : name_(name.text), sql_(sql.text), place_(place), next_(first) {
  first = this;
}

Statement::Statement(Sql name, std::initializer_list<Sql> parts, std::source_location place) noexcept
    : name_(name.text), joined_(join(parts)), sql_(joined_), place_(place), next_(first) {
  first = this;
}

std::string Statement::place() const { return std::string(place_.file_name()) + ":" + std::to_string(place_.line()); }

std::vector<const Statement*> Statement::all() {
  std::vector<const Statement*> out;
  for (const Statement* each = first; each != nullptr; each = each->next_) out.push_back(each);
  std::sort(out.begin(), out.end(), [](const Statement* a, const Statement* b) { return a->name_ < b->name_; });
  return out;
}

}  // namespace tenzij::db
