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

Statement::Statement(Sql name, Sql sql, const char* file, int line) noexcept
    : name_(name.text), sql_(sql.text), file_(file), line_(line), next_(first) {
  first = this;
}

Statement::Statement(Sql name, std::initializer_list<Sql> parts, const char* file, int line) noexcept
    : name_(name.text), joined_(join(parts)), sql_(joined_), file_(file), line_(line), next_(first) {
  first = this;
}

std::string Statement::place() const { return std::string(file_) + ":" + std::to_string(line_); }

std::vector<const Statement*> Statement::all() {
  std::vector<const Statement*> out;
  for (const Statement* each = first; each != nullptr; each = each->next_) out.push_back(each);
  std::sort(out.begin(), out.end(), [](const Statement* a, const Statement* b) { return a->name_ < b->name_; });
  return out;
}

}  // namespace tenzij::db
