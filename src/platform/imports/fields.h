// What the cells of a row say of a record, as setters that can be laid over what holds at the moment of writing. A room adds what is its
// own to them.
#pragma once

#include <functional>
#include <set>

#include "platform/base/written.h"
#include "platform/imports/imports.h"

namespace tenzij::imports {

// As names are compared: case and accents say nothing.
inline std::string low(std::string_view text) { return plain_writing(text.substr(0, limits::written_bytes * 2)); }
using Named = std::multimap<std::string, Uuid, std::less<>>;    // names of records
using Codes = std::map<std::string, std::string, std::less<>>;  // names of codes
struct CodeNamed {
  std::string code;
  std::string name_nl;
  std::string name_en;
};
BOOST_DESCRIBE_STRUCT(CodeNamed, (), (code, name_nl, name_en))
// By code and by both names; `statement` gives code, name_nl and name_en.
inline Codes codes_named(db::Session& session, std::string_view statement) {
  Codes out;
  for (const CodeNamed& each : session.rows<CodeNamed>(statement))
    for (const std::string& name : {each.code, each.name_nl, each.name_en}) out.emplace(low(name), each.code);
  return out;
}

struct PersonNamed {
  Uuid id;
  std::string name;
  std::optional<std::string> user_name;
  std::optional<std::string> email;
  bool holder = false;
};
BOOST_DESCRIBE_STRUCT(PersonNamed, (), (id, name, user_name, email, holder))

// Records by what they are called, and what each of them is called by its id.
struct NamedRecords {
  Named units{};
  Named people{};            // by name, user name and mail address
  std::set<Uuid> holders{};  // of the people, those who may be named where money is
  std::map<std::string, std::string> names{};
  void unit(const Uuid& id, const std::string& name) {
    units.emplace(low(name), id);
    names.emplace(id.str(), name);
  }
  void person(const PersonNamed& each) {
    people.emplace(low(each.name), each.id);
    names.emplace(each.id.str(), each.name);
    if (each.user_name) people.emplace(low(*each.user_name), each.id);
    if (each.email) people.emplace(low(*each.email), each.id);
    if (each.holder) holders.insert(each.id);
  }
};

template <class Fields>
class FieldReader {
 public:
  using Setter = std::function<void(Fields&)>;
  std::vector<Setter> setters{};

 protected:
  FieldReader(Row& row, const Fields* before) : row_(row), before_(before) {}
  Row& row_;
  const Fields* before_;

  void set(Setter setter) { setters.push_back(std::move(setter)); }
  // What a cell says, unless something is wrong with it.
  const Row::Said* good(std::string_view key) const {
    for (const Note& each : row_.notes)
      if (each.column == key && each.severity != Severity::note) return nullptr;
    return row_.find(key);
  }
  void words(const char* key, std::optional<std::string> Fields::*member) {
    if (const auto* said = good(key)) set([text = std::string(text::trim(said->text)), member](Fields& in) { in.*member = text; });
  }
  void day(const char* key, std::optional<Date> Fields::*member) {
    if (const auto* said = good(key)) set([day = said->day, member](Fields& in) { in.*member = day; });
  }
  template <class Cents>
  void money(const char* key, Cents Fields::*member) {
    if (const auto* said = good(key)) set([cents = said->cents, member](Fields& in) { in.*member = cents; });
  }
  void code(const char* key, const Codes& known, std::optional<std::string> Fields::*member) {
    const auto* said = good(key);
    if (said == nullptr) return;
    const auto found = known.find(low(said->text));
    if (found == known.end()) return row_.wrong(key, "notInList");
    set([code = found->second, member](Fields& in) { in.*member = code; });
  }
  // One record by its name. Where several have the name, the one that stands there already stays. `among`: who else it may not be.
  void one(const char* key, const Named& known, std::optional<Uuid> Fields::*member, const char* unknown, const char* several,
           const std::set<Uuid>* among = nullptr, const char* not_among = "") {
    const auto* said = good(key);
    if (said == nullptr) return;
    const auto [from, to] = known.equal_range(low(said->text));
    if (from == to) return row_.wrong(key, unknown);
    std::set<Uuid> found;
    for (auto each = from; each != to; ++each) found.insert(each->second);
    const bool stays = before_ != nullptr && before_->*member && found.contains(*(before_->*member));
    if (found.size() > 1 && !stays) return row_.wrong(key, several);
    const Uuid id = stays ? *(before_->*member) : *found.begin();
    if (among != nullptr && !stays && !among->contains(id)) return row_.wrong(key, not_among);
    set([id, member](Fields& in) { in.*member = id; });
  }
};

}  // namespace tenzij::imports
